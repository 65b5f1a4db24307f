import type { PrintTarget } from '@scrm/shared/print';

/** Of which there is a picture. */
export const printTargetsOf = (texts: Record<PrintTarget, string>): PrintTarget[] => (['wecom', 'page', 'short'] as const).filter((target) => texts[target] !== '');
