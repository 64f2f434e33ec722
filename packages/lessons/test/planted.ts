import type { Decided } from '../src/index.ts';

/** A repeatable sequence of numbers in [0, 1) (mulberry32, by Tommy Ettinger, public domain). */
export const chance = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

const nouns =
  'kettle lamp tent chair blanket mug backpack torch knife shelf rug bowl jacket bench clock mirror basket vase pan towel'.split(' ');
const adjectives = 'sturdy light warm plain compact bright solid quiet simple handy soft strong neat round wide slim'.split(' ');
const verbs = 'holds keeps carries warms covers fits serves lights protects supports'.split(' ');
const places = 'kitchen garden hallway office workshop bedroom balcony garage cabin studio'.split(' ');
const materials = 'steel oak wool cotton glass linen beech copper bamboo cork'.split(' ');
const makers = [
  'NORDHAVN TRADING SDN BND',
  'Alder and Sons',
  'KESTREL MART S/B (519537-X)',
  'Marrow Supplies',
  'TIDEWATER CO',
  'Fenwick Stores',
];
const rightMakers: Record<string, string> = {
  'NORDHAVN TRADING SDN BND': 'NORDHAVN TRADING SDN BHD',
  'KESTREL MART S/B (519537-X)': 'KESTREL MART S/B',
  'TIDEWATER CO': 'Tidewater Co.',
};

export interface PlantedRule {
  name: string;
  /** The share of items in which its occasion comes up. */
  share: number;
  wrong: (pick: (from: readonly string[]) => string, random: () => number) => string;
  correct: (sentence: string) => string;
}

export const plantedRules: readonly PlantedRule[] = [
  {
    name: 'brand word',
    share: 0.25,
    wrong: (pick) => `You can utilize it in the ${pick(places)}.`,
    correct: (s) => s.replace('utilize', 'use'),
  },
  {
    name: 'phrase',
    share: 0.2,
    wrong: (pick) => `In order to clean the ${pick(nouns)}, wipe it.`,
    correct: (s) => s.replace('In order to', 'To'),
  },
  {
    name: 'unit spacing',
    share: 0.25,
    wrong: (_, random) => `It weighs ${Math.ceil(random() * 900)}${random() < 0.5 ? 'kg' : 'g'} with its lid.`,
    correct: (s) => s.replace(/(\d)(k?g)/, '$1 $2'),
  },
  {
    name: 'casing',
    share: 0.2,
    wrong: (pick) => `The ${pick(nouns)} works with bluetooth speakers.`,
    correct: (s) => s.replace('bluetooth', 'Bluetooth'),
  },
  {
    name: 'filler',
    share: 0.25,
    wrong: (pick) => `It is a really ${pick(adjectives)} thing for the ${pick(places)}.`,
    correct: (s) => s.replace('really ', ''),
  },
  {
    name: 'opening filler',
    share: 0.15,
    wrong: (pick) => `Basically, the ${pick(nouns)} ${pick(verbs)} what you need.`,
    correct: (s) => s.replace('Basically, the', 'The'),
  },
  {
    name: 'list comma',
    share: 0.3,
    wrong: (pick) => `Made of ${pick(materials)}, ${pick(materials)} and ${pick(materials)}.`,
    correct: (s) => s.replace(/, (\S+) and/, ', $1, and'),
  },
  { name: 'exclamation', share: 0.15, wrong: (pick) => `Your ${pick(places)} will love it!`, correct: (s) => s.replace('!', '.') },
];

export interface PlantedHistory {
  items: number;
  seed: number;
  /** How often the person forgets a correction. */
  forgets?: number;
  /** The share of items in which the person also changes some word at will. */
  whims?: number;
  rules?: readonly PlantedRule[];
  /** Whether a field with makers' names, some of them wrong, comes with each. */
  makers?: boolean;
  /** Items a document. */
  documentSize?: number;
}

export interface PlantedItem extends Decided {
  /** How many corrections are due in it, per rule. */
  due: Record<string, number>;
}

/** Decided items in which a person corrects the same things again and again, forgets some, and changes other words at will. */
export const plantedHistory = (options: PlantedHistory): PlantedItem[] => {
  const { items, seed, forgets = 0, whims = 0, rules = plantedRules, documentSize = 1, makers: withMakers = true } = options;
  const random = chance(seed);
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)]!;
  const plain = () =>
    pick([
      `The ${pick(nouns)} is ${pick(adjectives)} and ${pick(adjectives)}.`,
      `This ${pick(adjectives)} ${pick(nouns)} ${pick(verbs)} everything in the ${pick(places)}, even when it rains.`,
      `It comes with a ${pick(nouns)} made of ${pick(materials)}.`,
      `Put it in the ${pick(places)} or the ${pick(places)}.`,
    ]);
  return Array.from({ length: items }, (_, i) => {
    const due: Record<string, number> = {};
    const sentences: [string, string][] = [];
    const say = (sentence: string, corrected = sentence) => sentences.push([sentence, corrected]);
    say(plain());
    for (const rule of rules) {
      if (random() >= rule.share) continue;
      const wrong = rule.wrong(pick, random);
      due[rule.name] = 1;
      say(wrong, random() < forgets ? wrong : rule.correct(wrong));
      if (random() < 0.5) say(plain());
    }
    if (random() < whims) {
      const at = Math.floor(random() * sentences.length);
      const words = sentences[at]![1].split(' ');
      const k = Math.floor(random() * words.length);
      if (random() < 0.3 && words.length > 3) words.splice(k, 1);
      else words[k] = pick(random() < 0.5 ? adjectives : nouns);
      sentences[at]![1] = words.join(' ');
    }
    const maker = pick(makers);
    const right = withMakers ? rightMakers[maker] : undefined;
    if (right !== undefined) due.entity = 1;
    return {
      id: `item ${seed} ${i}`,
      ...(documentSize > 1 && { group: `document ${seed} ${Math.floor(i / documentSize)}` }),
      texts: [
        { path: '/text', before: sentences.map(([one]) => one).join(' '), after: sentences.map(([, one]) => one).join(' ') },
        { path: '/maker', before: maker, after: right === undefined || random() < forgets ? maker : right },
      ],
      due,
    };
  });
};
