/** A kind of size that can be compared: lengths with lengths, masses with masses. */
export type Dimension =
  | 'length'
  | 'area'
  | 'volume'
  | 'mass'
  | 'time'
  | 'frequency'
  | 'charge'
  | 'energy'
  | 'power'
  | 'voltage'
  | 'current'
  | 'temperature'
  | 'light'
  | 'luminance'
  | 'megapixels'
  | 'pixels'
  | 'density'
  | 'data'
  | 'datarate'
  | 'percent'
  | 'angle'
  | 'money'
  | 'loudness'
  | 'speed'
  | 'framerate'
  | 'pressure'
  | 'aperture'
  | 'absorption'
  | 'surfacemass'
  | 'zoom'
  | 'lines'
  | 'hardness'
  | 'kelvin'
  | 'force'
  | 'count'
  | 'ratio'
  | 'clock'
  | 'clock';

export interface Unit {
  /** Units of one dimension share it; money has one per currency. */
  dimension: Dimension;
  /** How many base units one is. */
  factor: number;
  /** Only compared with the same: the currency. */
  only?: string;
  offset?: number;
}

const si = (dimension: Dimension, names: Record<string, number>): [string, Unit][] =>
  Object.entries(names).flatMap(([list, factor]) => list.split(' ').map((name): [string, Unit] => [name, { dimension, factor }]));

const money = (code: string, names: string): [string, Unit][] =>
  names.split(' ').map((name): [string, Unit] => [name, { dimension: 'money', factor: 1, only: code }]);

/** By name in small letters. The international yard, pound and gallon; decimal multiples for data, so that 1 TB = 1000 GB. */
const byName = new Map<string, Unit>([
  ...si('length', {
    'mm millimetre millimetres millimeter millimeters': 1,
    'cm centimetre centimetres centimeter centimeters': 10,
    'm metre metres meter meters': 1000,
    'km kilometre kilometres kilometer kilometers': 1e6,
    'in inch inches ″ " ”': 25.4,
    'ft foot feet ′': 304.8,
    'yd yard yards': 914.4,
    'mi mile miles': 1609344,
    'µm μm micron microns um': 0.001,
    nm: 1e-6,
  }),
  ...si('area', {
    'mm2 mm²': 1,
    'cm2 cm²': 100,
    'm2 m² sqm': 1e6,
    'hectare hectares ha': 1e10,
    'sqft ft² ft2': 92903.04,
    'acre acres': 4046856422.4,
  }),
  ...si('volume', {
    'ml millilitre millilitres milliliter milliliters': 1,
    'cl centilitre centilitres': 10,
    'dl decilitre decilitres': 100,
    'l litre litres liter liters ltr': 1000,
    'cc cm³ cm3': 1,
    'm³ m3': 1e6,
    'gal gallon gallons': 3785.411784,
    'pint pints': 568.26125,
    floz: 29.5735,
    'quart quarts': 946.352946,
  }),
  ...si('mass', {
    'mg milligram milligrams': 0.001,
    'g gram grams gramme grammes': 1,
    'kg kilo kilos kilogram kilograms kilogramme kilogrammes': 1000,
    'oz ounce ounces': 28.349523125,
    'lb lbs pound pounds': 453.59237,
    'stone stones': 6350.29318,
    'tonne tonnes': 1e6,
  }),
  ...si('time', {
    'ms millisecond milliseconds': 0.001,
    's sec secs second seconds': 1,
    'min mins minute minutes': 60,
    'h hr hrs hour hours': 3600,
    'day days': 86_400,
    'week weeks': 604_800,
    'month months': 2_629_800,
    'yr yrs year years': 31_557_600,
  }),
  ...si('frequency', { hz: 1, khz: 1e3, mhz: 1e6, ghz: 1e9, rpm: 1 / 60 }),
  ...si('charge', { mah: 1, ah: 1000 }),
  ...si('energy', { 'wh watt-hours': 1, kwh: 1000, 'j joule joules': 1 / 3600, kj: 1 / 3.6, kcal: 1.163 }),
  ...si('power', { 'w watt watts': 1, 'kw kilowatt kilowatts': 1000, mw: 0.001, 'hp horsepower': 745.7 }),
  ...si('voltage', { 'v volt volts': 1, kv: 1000, mv: 0.001 }),
  ...si('current', { 'a amp amps ampere amperes': 1, ma: 0.001 }),
  ...si('light', { 'lm lumen lumens': 1 }),
  ...si('luminance', { 'nit nits cd/m²': 1 }),
  ...si('megapixels', { 'mp megapixel megapixels mpx mpix': 1 }),
  ...si('pixels', { 'px pixel pixels': 1 }),
  ...si('density', { 'ppi dpi': 1 }),
  ...si('data', {
    'kb kilobyte kilobytes': 1e-3,
    'mb megabyte megabytes': 1,
    'gb gig gigs gigabyte gigabytes': 1e3,
    'tb terabyte terabytes': 1e6,
  }),
  ...si('datarate', { kbps: 1e-3, 'mbps mbit/s': 1, 'gbps gbit/s': 1e3 }),
  ...si('percent', { '% percent': 1 }),
  ...si('angle', { '° ˚ degree degrees deg': 1 }),
  ...si('loudness', { 'db decibel decibels': 1 }),
  ...si('speed', { 'km/h kph kmh': 1, mph: 1.609344, 'm/s': 3.6 }),
  ...si('framerate', { fps: 1 }),
  ...si('pressure', { bar: 1, psi: 0.0689476, pa: 1e-5, kpa: 0.01, hpa: 0.001 }),
  ...si('absorption', { 'w/kg': 1 }),
  ...si('surfacemass', { 'g/m² g/m2 gsm': 1 }),
  ...si('hardness', { hrc: 1 }),
  ...si('kelvin', { 'k kelvin': 1 }),
  ...si('force', { 'n newton newtons': 1, nm_torque: 1 }),
  ['c', { dimension: 'temperature', factor: 1 }],
  ['°c', { dimension: 'temperature', factor: 1 }],
  ['˚c', { dimension: 'temperature', factor: 1 }],
  ['celsius', { dimension: 'temperature', factor: 1 }],
  ['°f', { dimension: 'temperature', factor: 5 / 9, offset: -32 }],
  ['fahrenheit', { dimension: 'temperature', factor: 5 / 9, offset: -32 }],
  ...money('EUR', '€ eur euro euros'),
  ...money('USD', '$ usd dollar dollars'),
  ...money('GBP', '£ gbp'),
  ...money('INR', '₹ inr rs rupee rupees'),
  ...money('JPY', '¥ jpy yen'),
  ...money('CHF', 'chf'),
  ...money('CNY', 'cny rmb yuan'),
  ...money('SEK', 'sek'),
  ...money('PLN', 'pln'),
]);

/** Names that are also words or letters: a unit only as written, and only close to a number. */
const asWritten = new Map<string, Unit>([
  ['M', { dimension: 'count', factor: 1 }],
  ['MW', { dimension: 'power', factor: 1e6 }],
  ['mA', { dimension: 'current', factor: 0.001 }],
]);

export const unitOf = (text: string): Unit | undefined => asWritten.get(text) ?? byName.get(text.toLowerCase());

/** The unit that ends the name of a field: `length_cm`, `weight (kg)`. */
export const unitOfLabel = (words: readonly string[]): Unit | undefined => {
  const last = words.at(-1);
  return last === undefined || words.length < 2 || ['in', 'a', 'm', 's', 'stone', 'second', 'foot'].includes(last)
    ? undefined
    : byName.get(last);
};
