/** What a flag says, by the code that it carries. Other languages have these codes in their own words; `{words}` are the flagged ones. */
export const englishMessages = {
  lesson: 'People changed this in {changed} of {cases} cases.',
  contradicted: '“{words}” does not agree with the source, which says “{fact}”.',
  elsewhere: '“{words}”: the source has this figure for something else; here it says “{fact}”.',
  'date-elsewhere': '“{words}” is the date of something else: the source says “{fact}”.',
  denied: 'The text denies “{words}”, but the source says “{fact}”.',
  claimed: 'The text claims “{words}”, but the source says “{fact}”.',
  otherwise: '“{words}”: the source says “{fact}”.',
  'called-unknown': 'The text says that this is not known, but the source says “{fact}”.',
  unsupported: '“{words}” is not in the source.',
  'unsupported-beside': '“{words}” is not in the source, which only says “{fact}” on this.',
  'feature-unsupported': '“{words}”: the source says nothing of {feature}.',
  'colour-unsupported': '“{words}”: the source names no such colour.',
  'material-unsupported': '“{words}”: the source names no such material.',

  superlative: '“{words}” is a superlative that the source does not bear out.',
  praise: '“{words}” is praise that nobody can check.',
  promise: '“{words}” promises what nobody can check.',
  machine: '“{words}” speaks of the data or the model, not of the thing itself.',

  banned: '“{words}” is not to be used here.',
  'banned-reason': '“{words}” is not to be used here: {reason}.',
  'banned-instead': '“{words}” is not to be used here. Say “{instead}”.',
  'banned-reason-instead': '“{words}” is not to be used here: {reason}. Say “{instead}”.',
  preferred: 'Say “{instead}” instead of “{words}”.',
  required: '{phrases} has to be said.',
  'required-reason': '{phrases} has to be said: {reason}.',
  'required-in': '{phrases} has to be said in {field}.',
  'required-in-reason': '{phrases} has to be said in {field}: {reason}.',
  'too-few-words': 'Too short: {count} words, at least {min}.',
  'too-many-words': 'Too long: {count} words, at most {max}.',
  'too-few-characters': 'Too short: {count} characters, at least {min}.',
  'too-many-characters': 'Too long: {count} characters, at most {max}.',
  'too-hard': 'The reading ease is {ease}; it should be at least {min}: use shorter sentences and words.',
  'too-easy': 'The reading ease is {ease}; it should be at most {max}.',
  'long-sentence': 'This sentence has {count} words; at most {max} is the rule here.',
  'sentence-case': 'Write this in sentence case: a capital for the first word and for names.',
  'title-case': '“{words}” takes a capital in a title.',
  exclamation: 'No exclamation marks here.',
  'no-dash': 'No dashes here: use a comma, a colon or two sentences.',
  'em-dash': 'The dash here is — without spaces.',
  'en-dash': 'The dash here is – with spaces.',
  'straight-quotes': 'Straight quotes are the rule here.',
  'curly-quotes': 'Curly quotes are the rule here.',
  'oxford-comma': 'A comma goes before the last of a list here.',
  'no-oxford-comma': 'No comma before the last of a list here.',
  'no-final-stop': 'No full stop at the end here.',
  'final-stop': 'A full stop is missing at the end.',
  'no-emoji': 'No emoji here.',
  american: '“{words}” is American spelling.',
  british: '“{words}” is British spelling.',

  secret: 'This looks like a key or a password.',
  iban: 'This is a bank account number (IBAN).',
  card: 'This is the number of a payment card.',
  email: 'This is an e-mail address.',
  phone: 'This looks like a telephone number.',

  misspelt: '“{words}” is not in the dictionary.',
} satisfies Record<string, string>;

export type MessageCode = keyof typeof englishMessages;
export type MessageParams = Readonly<Record<string, string>>;

/** Puts the parameters in their places; what is not given is left out. */
export const fillMessage = (template: string, params: MessageParams): string =>
  template.replace(/\{([a-z]+)\}/g, (_, name: string) => params[name] ?? '');
