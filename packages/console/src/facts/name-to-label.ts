/** `ship_weight` and `shipWeight` both read "Ship weight". */
export function nameToLabel(name: string): string {
  if (/\s/.test(name)) return name;
  const spaced = name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/[_\-.]+/g, ' ')
    .trim();
  if (spaced === '') return name;
  const lowered = spaced.replace(/\p{Lu}\p{Ll}+/gu, (word) => word.toLowerCase());
  const known = lowered.replace(/\b(id|url|sku|ean|gtin|isbn|vat|ai|pdf|usb|cpu|ram|sim|os)\b/gi, (word) => word.toUpperCase());
  return known.charAt(0).toUpperCase() + known.slice(1);
}
