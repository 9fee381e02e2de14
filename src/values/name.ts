/**
 * The name as it is stored: in Unicode normalization form C, so that two encodings of one text are the same
 * name.
 */
export const normalizedName = (name: string): string => name.normalize('NFC')
