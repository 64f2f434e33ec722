/** Rules of our own, in Harper's Weir language, for what Harper lets pass. Harper runs their tests when it loads them. */
const pairs: [name: string, wrong: string, right: string][] = [
  ['ThisAre', 'this are', 'this is'],
  ['ThatAre', 'that are', 'that is'],
  ['TheseIs', 'these is', 'these are'],
  ['ThoseIs', 'those is', 'those are'],
];

const ruleText = (wrong: string, right: string): string =>
  [
    `expr main (${wrong})`,
    `let message "The subject and its verb do not agree: write \`${right}\`."`,
    'let description "Agreement of a demonstrative and its verb."',
    'let kind "Agreement"',
    `let becomes "${right}"`,
    `test "${wrong} a test." "${right} a test."`,
    '',
  ].join('\n');

const manifest = { author: 'Countersign', version: '1', description: 'Agreement of subject and verb', license: 'Apache-2.0' };

export const agreementPack = (): Map<string, string> =>
  new Map([
    ['manifest.json', JSON.stringify(manifest)],
    ...pairs.map(([name, wrong, right]): [string, string] => [`${name}.weir`, ruleText(wrong, right)]),
  ]);

export const isAgreementRule = (rule: string): boolean => pairs.some(([name]) => name === rule);

/** "Bags like this are", "things that are": there the word is no subject. Only at the start of a sentence is it surely one. */
export const isSubject = (text: string, start: number): boolean =>
  /(?:^|[.!?:;\n“"(])\s*$/.test(text.slice(Math.max(0, start - 20), start));
