//! How plainly something is written: its sentences, words, syllables and reading grade; and a message of `en.json` as
//! a person reads it. Knows nothing of frameworks.

/// Most words of a sentence.
pub(crate) const MOST_WORDS: usize = 25;
/// The highest reading grade (Flesch–Kincaid, school years) of all words together: about twelve years of age.
pub(crate) const MOST_GRADE: f64 = 8.0;

/// The sentences of a text. A full stop, question mark or ellipsis ends one, before a space or the end.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let ends = letters.peek().is_none_or(|(_, next)| next.is_whitespace() || *next == '”');
        if matches!(letter, '.' | '?' | '…') && ends {
            found.push(&text[from..at + letter.len_utf8()]);
            from = at + letter.len_utf8();
        }
    }
    found.push(&text[from..]);
    found.into_iter().filter(|sentence| words(sentence).next().is_some()).collect()
}

/// What counts as a word: anything between spaces with a letter or a digit in it.
pub(crate) fn words(sentence: &str) -> impl Iterator<Item = &str> {
    sentence.split_whitespace().filter(|word| word.contains(char::is_alphanumeric))
}

/// Every sentence that is too long.
pub(crate) fn too_long(text: &str) -> Vec<&str> {
    sentences(text).into_iter().filter(|sentence| words(sentence).count() > MOST_WORDS).collect()
}

/// Syllables of a word, on the high side: every group of vowels counts, also the mute ones of -ed and -es. Only a mute
/// e at the end is left out.
pub(crate) fn syllables(word: &str) -> usize {
    let vowel = |letter: char| "aeiouy".contains(letter);
    let parts = word.to_lowercase();
    let part = |part: &str| {
        let letters: Vec<char> = part.chars().filter(|letter| letter.is_alphabetic()).collect();
        let groups = (0..letters.len())
            .filter(|&at| vowel(letters[at]) && (at == 0 || !vowel(letters[at - 1])))
            .count();
        let mute = groups > 1
            && letters.ends_with(&['e'])
            && !letters.ends_with(&['l', 'e'])
            && letters.get(letters.len().wrapping_sub(2)).is_some_and(|&before| !vowel(before));
        groups - usize::from(mute)
    };
    parts.split(['-', '–', '/']).map(part).sum::<usize>().max(1)
}

/// The Flesch–Kincaid grade of texts taken together.
#[expect(clippy::cast_precision_loss, reason = "a few thousand words")]
pub(crate) fn grade<'a>(texts: impl IntoIterator<Item = &'a str>) -> f64 {
    let (mut all_sentences, mut all_words, mut all_syllables) = (0, 0, 0);
    for sentence in texts.into_iter().flat_map(sentences) {
        all_sentences += 1;
        for word in words(sentence) {
            all_words += 1;
            all_syllables += syllables(word);
        }
    }
    let (s, w, y) = (f64::from(all_sentences), f64::from(all_words), all_syllables as f64);
    0.39 * (w / s) + 11.8 * (y / w) - 15.59
}

/// Every way in which a message in ICU syntax can read, with likely values in its places. That its braces add up is
/// held where the pages are built.
pub(crate) fn readings(message: &str) -> Vec<String> {
    let Some(open) = message.find('{') else { return vec![message.to_owned()] };
    let close = open + closing(&message[open..]);
    let inside = &message[open + 1..close];
    let values = match inside.splitn(3, ',').map(str::trim).collect::<Vec<_>>()[..] {
        [_, "plural" | "select", forms] => branches(forms),
        [name, ..] => vec![example(name).to_owned()],
        [] => vec![],
    };
    let tails = readings(&message[close + 1..]);
    let with = |value: &String| {
        tails.iter().map(|tail| format!("{}{value}{tail}", &message[..open])).collect::<Vec<_>>()
    };
    values.iter().flat_map(with).collect()
}

/// What each form of `one {…} other {…}` reads like.
fn branches(forms: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = forms;
    while let Some(open) = rest.find('{') {
        let close = open + closing(&rest[open..]);
        found.extend(readings(&rest[open + 1..close].replace('#', "3")));
        rest = &rest[close + 1..];
    }
    found
}

fn example(name: &str) -> &'static str {
    match name {
        "names" => "Priya, Sam, Jo and Morgan",
        "date" => "19 January 2027",
        "minutes" | "count" | "days" | "score" | "most" | "year" => "9",
        _ => "Sam",
    }
}

/// Where the brace closes that a text begins with.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    text.char_indices()
        .find(|(_, letter)| {
            depth += i32::from(*letter == '{') - i32::from(*letter == '}');
            depth == 0
        })
        .map_or(text.len() - 1, |(at, _)| at)
}
