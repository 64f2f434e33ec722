import { stem } from '../text/stem.ts';

/** Words that say the same of a product, by stem. The first of each line stands for all. */
const groups = [
  'selfie front frontal',
  'main rear back primary',
  'display screen',
  'cpu processor',
  'internal storage rom',
  'height high tall',
  'width wide',
  'length long',
  'depth deep',
  'thickness thick thin',
  'diameter across',
  'warranty guarantee guaranteed',
  'release released launch launched',
  'announce announced unveil unveiled introduce introduced',
  'price priced cost costs',
  'capacity holds hold',
  'load carries carry',
  'charge charging charger',
  'standby stand',
  'talk talking call calls',
  'wireless wirelessly cordless',
  'child kid kids',
  'telephoto tele',
  'ultrawide ultra',
];

const leaders = new Map(
  groups.flatMap((group) => {
    const stems = group.split(' ').map(stem);
    return stems.map((one): [string, string] => [one, stems[0]!]);
  }),
);

export const leaderOf = (stemmed: string): string => leaders.get(stemmed) ?? stemmed;
