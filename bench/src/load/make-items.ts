/** Items of about 1.4 KB each as a shop would send them, the same every time. */
export function* makeItems(
  count: number,
  prefix = 'sku',
): Generator<{ key: string; input: object; output: object; confidence: number; model: string }> {
  for (let number = 1; number <= count; number += 1) {
    const size = (number * 7919) % 1000;
    yield {
      key: `${prefix}-${number}`,
      input: {
        title: `Product ${number}`,
        facts: {
          colour: 'black',
          weight_g: size,
          display: `${(size / 100).toFixed(2)} inches`,
          battery: `${size * 5} mAh`,
          ports: ['USB-C', 'HDMI', 'audio'],
        },
        notes: `Supplied by warehouse ${size % 17}. `.repeat(14),
      },
      output: {
        title: `Product ${number}, ${size} g`,
        description: `A light and solid thing for every day, number ${number}. `.repeat(10),
      },
      confidence: size / 1000,
      model: 'some-model',
    };
  }
}
