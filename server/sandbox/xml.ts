/** Numbers stay bare and texts get CDATA, as in the platform's own messages. `undefined` is left out. */
export type XmlValue = string | number | undefined | { items: string[] } | { fields: Record<string, XmlValue> };

export function xml(fields: Record<string, XmlValue>): string {
  return node('xml', { fields });
}

function node(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return `<${name}>${value}</${name}>`;
  if (typeof value === 'string') return `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`;
  if ('fields' in value) return `<${name}>${Object.entries(value.fields).map(([key, inner]) => node(key, inner)).join('')}</${name}>`;
  return `<${name}>${value.items.map((item) => `<Item>${item}</Item>`).join('')}</${name}>`;
}
