/** Runes everywhere, so that a forgotten rune is an error and not old syntax. */
export default { compilerOptions: { runes: true } };
