// One loose drawing for each area: 56 box, 1.9 line, an apricot wash behind. Decoration only.

export const motifs = {
  meeting: { wash: 'M9 20C14 7 37 5 46 16s5 29-8 34S5 35 9 20Z', line: 'M12 46c8-1 20-3 20-10 0-6-13-5-13-11 0-5 7-7 14-7M33 22v-9.5c3-1.5 6 1.5 9 0v6c-3 1.5-6-1.5-9 0M44 45h.1M38 40h.1' }, // Meeting people
  trust: { wash: 'M8 26C9 9 32 4 44 13s9 27-3 34-34 3-33-21Z', line: 'M8 33c12-1.5 28-1.5 40 0M12 33c3-15 29-16 32 0M20 32v-8M28 32V21.5M36 32v-8M10 42c4-3 6 2.5 10 0s6 2.5 10 0 6 2.5 10 0 4 .5 6 0' }, // Building trust
  trauma: { wash: 'M12 14c11-10 31-6 36 8s-4 27-18 28S3 24 12 14Z', line: 'M9 28c8-6 14-11 19-17 5 6 11 11 19 17M28 46V33M28 38c-6 .5-9.5-3-9.5-8.5 6 0 9.5 3 9.5 8.5ZM28 36c0-5 3.5-7.5 8.5-7.5 0 5-3 8-8.5 7.5ZM17 46h22' }, // Trauma-informed
  together: { wash: 'M7 29C6 13 27 4 41 11s12 26 1 35S8 46 7 29Z', line: 'M11 33c11 1 23 1 34 0-2 8-8 11.5-17 11.5S13 41 11 33ZM18.4 20a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0 -7.2 0ZM31.4 20a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0 -7.2 0ZM22 24v9M35 24v9M22 28l-13 13M35 28l13 13' }, // Working together
  advocacy: { wash: 'M9 20C14 7 37 5 46 16s5 29-8 34S5 35 9 20Z', line: 'M13 13h17a5 5 0 0 1 5 5v7a5 5 0 0 1-5 5h-8l-6 6v-6h-3a5 5 0 0 1-5-5v-7a5 5 0 0 1 5-5ZM39 22h3a5 5 0 0 1 5 5v7a5 5 0 0 1-5 5v6l-6-6h-7a5 5 0 0 1-4-3M16 22h11' }, // Advocacy
  awareness: { wash: 'M8 26C9 9 32 4 44 13s9 27-3 34-34 3-33-21Z', line: 'M31 9c-8 1-13 7-12 14 1 6 7 10 14 8-5-2-8-6-8-11 0-5 2-8 6-11ZM9 38c5-4 8 3 13 0s8 3 13 0 8 2 12 0M14 46c4-3 7 2 11 0s7 2 11 0 5 0 7-1M40 14h.1M44 22h.1' }, // Awareness
  selfCare: { wash: 'M12 14c11-10 31-6 36 8s-4 27-18 28S3 24 12 14Z', line: 'M14 25c8 1 15 1 23 0v10c0 6-4 9.5-9 9.5h-5c-5 0-9-3.5-9-9.5V25ZM37 28h3c6 0 6 10 0 10h-4M21 19c-3-3.5 2-5 0-9M29 19c-3-3.5 2-5 0-9' }, // Self-care
  values: { wash: 'M7 29C6 13 27 4 41 11s12 26 1 35S8 46 7 29Z', line: 'M28 9c11 0 19 8 19 19s-8 19-19 19S9 39 9 28 17 9 28 9ZM0 0m36 20-4.5 11.5L20 36l4.5-11.5L36 20ZM28 13v1.5M28 41.5V43M13 28h1.5M41.5 28H43' }, // Values
} as const;

export type MotifName = keyof typeof motifs;

/** The drawing of each area we ship; an area of a framework that was brought gets one by its place in the list. */
const BY_AREA: Record<string, MotifName> = {
  'meeting-people-where-they-are-at': 'meeting', 'building-trusting-relationships': 'trust', 'trauma-informed-approach': 'trauma',
  'working-together-and-empowering': 'together', 'advocacy-and-joined-up-working': 'advocacy',
  'emotional-and-psychological-awareness': 'awareness', 'reflecting-on-practice-and-self-care': 'selfCare', 'values-and-attitudes': 'values',
  'people-skills': 'together', 'leadership-team-working-skills': 'trust', 'partnership-skills': 'advocacy', 'technical-skills': 'values',
};
const NAMES = Object.keys(motifs) as MotifName[];

export function motifOf(area: string, index = 0): MotifName {
  return BY_AREA[area] ?? NAMES[index % NAMES.length] ?? 'meeting';
}
