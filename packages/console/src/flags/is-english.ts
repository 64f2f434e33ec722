const commonWords = new Set(
  'the and of to in a is that for it with as on are be this by or from at an which you your have has not but can will its was were their they our we more all'.split(
    ' ',
  ),
);

/** Whether a text reads as English: about one word in three is then a common small one. Short texts of plain letters count as English. */
export function isEnglish(text: string): boolean {
  const found = text.toLowerCase().match(/[\p{L}\p{M}'’]+/gu) ?? [];
  if (found.length === 0) return false;
  const plain = found.filter((word) => /^[a-z'’]+$/.test(word)).length / found.length;
  if (plain < 0.85) return false;
  return found.length < 12 || found.filter((word) => commonWords.has(word)).length / found.length > 0.12;
}
