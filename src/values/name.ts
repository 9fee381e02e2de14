/** The name as it is kept: in Unicode normalization form C, so that two spellings of the same text are one name. */
export const normalizedName = (name: string): string => name.normalize('NFC')
