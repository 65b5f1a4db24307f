import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { createSwcRegister } from '@tarojs/helper';

type Look = typeof import('../../shared/src/look');

const file = resolve(__dirname, '../../shared/src/look.ts');

/** The shared colours and sizes as SCSS variables, so that style sheets never spell one. */
export function lookAsScss(): string {
  // Taro's command line reads TypeScript in its own config folder only; this file may be read as well.
  createSwcRegister({ only: [(path: string) => path === file] });
  const { look } = createRequire(__filename)(file) as Look;
  const colours = (name: string, values: Record<string, string>) =>
    `$${name}: (${Object.entries(values).map(([key, value]) => `'${key}': ${value}`).join(', ')});\n`;
  const pixels = (name: string, values: Record<string, number>) =>
    Object.entries(values).map(([key, value]) => `$${name}-${key}: ${value}px;\n`).join('');
  return colours('light', look.light) + colours('dark', look.dark) + pixels('size', look.size) + pixels('radius', look.radius) + `$font: ${look.font};\n`;
}
