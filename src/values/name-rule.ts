// The Unicode rules for identifiers (UAX 31, UTS 39), as far as they concern invisible characters. People
// read names, so all scripts, spaces and emoji are allowed.

/** Code points that show nothing, or that change the direction of the text around them. */
const hidden =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Noncharacter_Code_Point}\p{Cs}\uFFF9-\uFFFB]/u
/**
 * Emoji of several code points, some of them invisible (UTS 51): presentation style, skin tone, joined
 * people, keycaps, and the flags of England, Scotland and Wales, the only flags that consist of tags.
 */
const emoji =
  /\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}|\p{Extended_Pictographic}(?:[\uFE0E\uFE0F]|\p{Emoji_Modifier})?(?:\u200D\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?)*|[\d#*][\uFE0E\uFE0F]?\u20E3/gu
/**
 * UAX 31, rules A2 and B: a joiner after the virama of an Indic script chooses between two forms of letters.
 */
const joinerAfterVirama =
  /(?<=\p{L}\p{M}*[\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA])[\u200C\u200D](?=\p{L}|$)/gu
/**
 * UAX 31, rule A1, for Arabic letters that join to the next one: the non-joiner changes how such a word
 * looks.
 */
const nonJoinerInArabic =
  /(?<=[\u0626\u0628\u062A-\u062E\u0633-\u063F\u0641-\u0647\u0649\u064A\u066E\u066F\u0678-\u0687\u069A-\u06BF\u06C1\u06C2\u06CC\u06CE\u06D0\u06D1\u06FA-\u06FC]\p{Mn}*)\u200C(?=\p{Script=Arabic})/gu

/** Matches a text that has more than white space. U+2800 is the Braille pattern without dots. */
const visible = /[^\s\u2800]/u

/**
 * The first character that a name must not contain, because it is invisible or changes the direction of text;
 * undefined when there is none. Joiners are allowed within emoji and where Unicode says that they change
 * letters.
 */
export function hiddenCharacter(text: string): string | undefined {
  // Fast path for nearly all names.
  if (!hidden.test(text)) return undefined
  const shown = text.replace(emoji, 'x').replace(joinerAfterVirama, '').replace(nonJoinerInArabic, '')
  return hidden.exec(shown)?.[0]
}

/** The code point of a character in Unicode notation: `U+202E`. */
export const codePointOf = (character: string): string =>
  `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`

/** Why a text is not a valid label; undefined when it is valid. A label may be empty. */
export function labelFault(text: string): string | undefined {
  const character = hiddenCharacter(text)
  return character && `Character ${codePointOf(character)} is invisible or changes the direction of text`
}

/** Why a text is not a valid name; undefined when it is valid. The length is not checked. */
export const nameFault = (text: string): string | undefined =>
  labelFault(text) ?? (visible.test(text) ? undefined : 'Name should have a visible character')
