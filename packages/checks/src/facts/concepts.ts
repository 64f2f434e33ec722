/** A feature that a text can claim. `aliases` claim it and support it; `support` only supports it, in a source. */
export interface Concept {
  name: string;
  aliases: string[];
  support?: string[];
  /** Names of facts that would say it: "10 years" under `warranty` contradicts a lifetime warranty. */
  topic?: string[];
  /** Not worth a flag where the source is silent, only where it says otherwise. */
  common?: boolean;
  /** Said of the thing only where it is not somebody's or what it goes with: not "for your smartphone". */
  itself?: boolean;
}

const concept = (
  name: string,
  aliases: string,
  more: { support?: string; topic?: string; common?: boolean; itself?: boolean } = {},
): Concept => ({
  name,
  aliases: aliases.split(', '),
  ...(more.support ? { support: more.support.split(', ') } : {}),
  ...(more.topic ? { topic: more.topic.split(', ') } : {}),
  ...(more.common ? { common: true } : {}),
  ...(more.itself ? { itself: true } : {}),
});

const devices: Concept[] = [
  concept(
    'a headphone jack',
    '3.5 mm jack, headphone jack, audio jack, earphone jack, 3.5 mm audio jack, 3.5 mm headphone jack, 3.5 mm socket',
  ),
  concept('a 2.5 mm jack', '2.5 mm jack, 2.5 mm audio jack, 2.5 mm headphone jack'),
  concept('Wi-Fi', 'wifi, wi fi, wlan, wireless lan'),
  concept('positioning', 'gps, positioning, glonass, galileo, satellite navigation, a gps', {
    support: 'gps, positioning, glonass, bds, navigation',
  }),
  concept('Bluetooth', 'bluetooth'),
  concept('NFC', 'nfc, near field communication, contactless payment, contactless payments'),
  concept(
    'a memory card',
    'card slot, memory card, microsd, microsdhc, microsdxc, micro sd, sd card, expandable storage, expandable memory, expandable via, expand storage, storage expansion, memory expansion, memory stick, expanded via, expanded using',
  ),
  concept('a front camera', 'selfie camera, front camera, front facing camera, selfie shooter, secondary camera', {
    support: 'selfie camera, front camera, front facing camera, secondary camera, selfie, videocall camera',
  }),
  concept('a rear camera', 'rear camera, main camera, primary camera, back camera, rear facing camera', {
    support: 'main camera, rear camera, primary camera, camera',
  }),
  concept('a camera', 'camera', { common: true }),
  concept(
    'video recording',
    'video recording, record video, record videos, video capture, capture video, capture videos, recording video, recording videos, video recorder, shoot video, shoot videos, records video, capturing video, capturing videos',
    { support: 'video, video recording, video recorder' },
  ),
  concept('a loudspeaker', 'loudspeaker, speaker, loud speaker', { support: 'loudspeaker, speaker', common: true }),
  concept('stereo sound', 'stereo speakers, dual speakers, stereo sound, stereo loudspeakers', { support: 'stereo, dual speaker' }),
  concept('a radio', 'radio, fm radio, fm tuner, radio tuner'),
  concept('an infrared port', 'infrared port, infrared, ir blaster, ir port'),
  concept('a SIM', 'sim card, sim slot, sim card slot, mini sim card slot, micro sim card slot, nano sim card slot', {
    support: 'sim, esim',
    common: true,
  }),
  concept('two SIM cards', 'dual sim, dual sim cards, two sim cards, two sims', {
    support: 'dual sim, sim 1 sim 2, dual standby, dual stand by',
  }),
  concept('a mobile network', 'smartphone, mobile phone, cell phone, cellphone, cellular connectivity, cellular network', {
    support: 'cellular, cellular connectivity, smartphone, gsm, lte',
    common: true,
    itself: true,
  }),
  concept('5G', '5g', { support: '5g, nr', topic: 'network technology, network technologies' }),
  concept('4G', '4g, lte', { support: '4g, lte', topic: 'network technology, network technologies' }),
  concept('3G', '3g', { support: '3g, hspa, umts, wcdma, w cdma, hsdpa, cdma2000, evdo, ev do, hspa +' }),
  concept('a touchscreen', 'touchscreen, touch screen, multi touch, multitouch', {
    support: 'touchscreen, touch, capacitive, resistive, multitouch',
    common: true,
  }),
  concept('a fingerprint sensor', 'fingerprint, fingerprint sensor, fingerprint scanner, fingerprint reader', { support: 'fingerprint' }),
  concept('face recognition', 'face recognition, facial recognition, face id, face unlock'),
  concept('an accelerometer', 'accelerometer'),
  concept('a gyroscope', 'gyroscope, gyro, gyro sensor', { support: 'gyro, gyroscope' }),
  concept('a proximity sensor', 'proximity, proximity sensor', { support: 'proximity' }),
  concept('a compass', 'compass, magnetometer, digital compass', { support: 'compass, magnetometer' }),
  concept('a barometer', 'barometer'),
  concept('a heart rate sensor', 'heart rate, heart rate monitor'),
  concept('wireless charging', 'wireless charging, charge wirelessly, charges wirelessly, wirelessly charged, qi charging', {
    support: 'wireless charging, w wireless, qi, charging wireless',
  }),
  concept('reverse charging', 'reverse charging, reverse wireless charging', { support: 'reverse' }),
  concept('fast charging', 'fast charging, quick charging, rapid charging, fast charge, quick charge, supercharging, fast charger', {
    support:
      'fast charging, quick charge, fast charge, wired, fast battery charging, power delivery, supercharge, vooc, supervooc, turbo charging, turbopower, pd, qc, pd2, pd3, qc2, qc3, qc4, qc5',
  }),
  concept('autofocus', 'autofocus, auto focus', { support: 'autofocus, af, pdaf, laf' }),
  concept('a flash', 'led flash, camera flash, xenon flash', { support: 'flash' }),
  concept('image stabilisation', 'image stabilization, optical image stabilization, optical stabilization, ois', {
    support: 'ois, eis, stabilization, sensor shift',
  }),
  concept('optical zoom', 'optical zoom, telephoto, periscope', { support: 'optical zoom, telephoto, periscope' }),
  concept('an ultrawide camera', 'ultrawide, ultra wide, ultra wide angle', { support: 'ultrawide, ultra wide' }),
  concept('a removable battery', 'removable battery, replaceable battery', { support: 'removable, replaceable, user replaceable' }),
  concept('an OLED display', 'amoled, oled, super amoled', { support: 'amoled, oled, super amoled, poled, p oled', topic: 'display type' }),
  concept('an HDMI port', 'hdmi'),
  concept('Java', 'java', { common: true }),
  concept('USB', 'usb, usb port', { support: 'usb, microusb, miniusb, usb type c, usb c' }),
  concept('USB OTG', 'usb otg, usb on the go, otg', { support: 'otg, on the go' }),
  concept('USB-C', 'usb c, usb type c, type c port', { support: 'usb c, usb type c, type c', topic: 'usb' }),
  concept('Gorilla Glass', 'gorilla glass'),
  concept('noise cancelling', 'noise cancelling, noise cancellation, noise canceling, anc', {
    support: 'noise cancelling, noise cancellation, anc, noise reduction',
  }),
  concept('voice control', 'voice control, voice assistant, alexa, google assistant, siri, voice activated', {
    support: 'voice, alexa, google assistant, siri',
  }),
];

const protection: Concept[] = [
  concept('being waterproof', 'waterproof, water proof, watertight', {
    support: 'waterproof, watertight, ip67, ip68, ip69k, ipx7, ipx8, hydrostatic, immersion',
    topic: 'water rating',
  }),
  concept(
    'being water-resistant',
    'water resistant, water resistance, splash proof, splashproof, weatherproof, weather resistant, water repellent, rainproof',
    {
      support:
        'water resistant, water resistance, waterproof, splash, splashes, ip67, ip68, ip54, ip55, ip53, ip52, ip69k, ipx4, ipx5, ipx7, ipx8, hydrostatic, weatherproof, rain, water rating, water repellent, waxed',
    },
  ),
  concept('being dustproof', 'dustproof, dust proof, dust resistant, dust resistance', { support: 'dust, ip67, ip68, ip54, ip55, ip69k' }),
  concept(
    'being shockproof',
    'shockproof, shock proof, shock resistant, drop proof, drop resistant, shatterproof, unbreakable, indestructible',
    { support: 'shock, drop, mil std, shatterproof' },
  ),
  concept('being scratch-resistant', 'scratch resistant, scratchproof, scratch proof', { support: 'scratch, gorilla, sapphire' }),
  concept(
    'not rusting',
    'rustproof, rust proof, rust free, rust resistant, does not rust, never rusts, corrosion resistant, corrosion proof',
    { support: 'rustproof, stainless, corrosion, rust resistant, galvanised' },
  ),
  concept('being fireproof', 'fireproof, flame retardant, fire resistant, flameproof'),
  concept('being leak-proof', 'leak proof, leakproof, spill proof, spillproof', { support: 'leak proof, leakproof, leak, spill proof' }),
  concept('UV protection', 'uv resistant, uv protection, uv proof, uv stable', { support: 'uv' }),
  concept('military grade', 'military grade, mil std', { support: 'military, mil std' }),
];

const promises: Concept[] = [
  concept(
    'a lifetime warranty',
    'lifetime warranty, lifetime guarantee, guaranteed for life, warranty for life, life long warranty, lifelong warranty, lifelong guarantee',
    { topic: 'warranty, guarantee' },
  ),
  concept('a warranty', 'warranty, guarantee', { support: 'warranty, guarantee, guaranteed' }),
  concept('a certificate', 'certified, certification, certificate', {
    support: 'mil std, ip54, ip65, ip66, ip67, ip68, ip69, ip69k, ipx4, ipx7, ipx8',
    topic: 'standard, certification, certificate',
  }),
  concept(
    'an approval',
    'approved by, endorsed by, recommended by doctors, dermatologist tested, dermatologically tested, lab tested, independently tested, fda approved, tested by',
    { support: 'approved, endorsed, tested' },
  ),
  concept('an award', 'award winning, awards, award, prize winning', { support: 'award' }),
  concept('a patent', 'patented, patent pending', { support: 'patent, patented' }),
  concept('proof', 'clinically proven, scientifically proven, proven to, clinically tested, clinical studies', {
    support: 'clinically, proven',
  }),
  concept(
    'a health effect',
    'relieves stress, relieve stress, reduces stress, relieves pain, relieve pain, relieves anxiety, helps you sleep, help you sleep, improves sleep, immune system, boosts immunity, immune boosting, detoxifies, detox, lowers blood pressure, anti aging, burns fat, weight loss, treats winter, treats tiredness, treats pain, treats anxiety, treats insomnia, treats depression, heals your, relieves tension',
  ),
  concept(
    'fitting everything',
    'accepted by every, accepted by all, compatible with all, compatible with every, compatible with any, works with any, works with every, fits any, fits every, fits all, approved by every, suitable for all, one size fits all',
  ),
  concept('free shipping', 'free shipping, free delivery, free returns, next day delivery, money back, satisfaction guaranteed'),
  concept('being non-toxic', 'non toxic, toxin free, chemical free, bpa free, lead free, pfas free', {
    support: 'non toxic, bpa, food grade, pfas, lead free',
  }),
  concept('being hypoallergenic', 'hypoallergenic, allergy friendly'),
  concept('killing germs', 'antibacterial, antimicrobial, kills germs, germ free, kills bacteria'),
  concept('being organic', 'organic, organically grown', { support: 'organic' }),
  concept('being vegan', 'vegan, cruelty free'),
  concept('being recycled', 'recycled, upcycled', { support: 'recycled, upcycled, reclaimed' }),
  concept(
    'being good for the environment',
    'biodegradable, compostable, carbon neutral, climate neutral, eco friendly, environmentally friendly, sustainably sourced, sustainable, zero waste',
    { support: 'biodegradable, compostable, carbon neutral, climate, eco, fsc, sustainable, recycled' },
  ),
  concept('fair trade', 'fair trade, fairtrade, ethically sourced'),
  concept('being handmade', 'handmade, hand made, handcrafted, hand crafted, made by hand', {
    support: 'handmade, hand made, by hand, handcrafted, hand crafted, mouth blown, hand',
  }),
];

const care: Concept[] = [
  concept('being dishwasher safe', 'dishwasher', { support: 'dishwasher' }),
  concept('being microwave safe', 'microwave', { support: 'microwave' }),
  concept('being oven safe', 'oven safe, in the oven, ovenproof, oven proof, into the oven', { support: 'oven' }),
  concept(
    'machine washing',
    'machine wash, machine washable, washing machine, wash it in the machine, in the machine, washed in the machine',
    { support: 'machine wash, machine washable, washing machine' },
  ),
  concept('tumble drying', 'tumble dry, tumble dried, tumble dryer', { support: 'tumble' }),
  concept('induction', 'induction', { support: 'induction' }),
];

export const concepts: readonly Concept[] = [...devices, ...protection, ...promises, ...care];
