/** Countries whose adjective does not begin like them. The regular ones (Canada, Canadian) are told by their endings. */
const irregular: Record<string, string> = {
  british: 'kingdom',
  danish: 'denmark',
  dutch: 'netherlands',
  english: 'england',
  finnish: 'finland',
  french: 'france',
  german: 'germany',
  greek: 'greece',
  icelandic: 'iceland',
  irish: 'ireland',
  polish: 'poland',
  portuguese: 'portugal',
  scottish: 'scotland',
  slovak: 'slovakia',
  spanish: 'spain',
  swedish: 'sweden',
  swiss: 'switzerland',
  turkish: 'turkey',
  welsh: 'wales',
};
const adjectives = new Map(Object.entries(irregular).map(([adjective, country]) => [country, adjective]));
const endings = ['ian', 'ean', 'an', 'ese', 'ish', 'n'];

/** Other words for the same country: of "canadian" and "swiss" what to look for in a source. */
export const countryWords = (lower: string): string[] => {
  const known = irregular[lower] ?? adjectives.get(lower);
  const stems = endings
    .filter((ending) => lower.endsWith(ending) && lower.length - ending.length >= 4)
    .map((ending) => lower.slice(0, -ending.length));
  return known === undefined ? stems : [known, ...stems];
};
