/** Numbers stay bare and texts get CDATA, as in the platform's own messages. `undefined` is left out. */
export type XmlValue = string | number | undefined | { items: string[] };

export function xml(fields: Record<string, XmlValue>): string {
  const nodes = Object.entries(fields).map(([name, value]) => node(name, value));
  return `<xml>${nodes.join('')}</xml>`;
}

function node(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return `<${name}>${value}</${name}>`;
  if (typeof value === 'string') return `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`;
  return `<${name}>${value.items.map((item) => `<Item>${item}</Item>`).join('')}</${name}>`;
}
