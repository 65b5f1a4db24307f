type Program = 'main' | 'sandbox' | 'victim';
export function bundle(...names: Program[]): Promise<void>;
export function argumentsOf(name: Program): string[];
export const memoryFlags: string[];
