import type { Fault } from './control';

/** The fault dial: each setting goes wrong `times` times. */
export class Faults {
  constructor(private list: () => Fault[], private readonly onChange: () => void) {}

  add(fault: Fault): Fault {
    this.list().push(fault);
    this.onChange();
    return fault;
  }

  remove(id: string): boolean {
    const at = this.list().findIndex((fault) => fault.id === id);
    if (at < 0) return false;
    this.list().splice(at, 1);
    this.onChange();
    return true;
  }

  /** The first setting that fits, counted down. */
  take(target: string, effects: Fault['effect'][]): Fault | null {
    const fits = (fault: Fault) => fault.target === target || (fault.target === '*' && target !== 'callback');
    const fault = this.list().find((one) => fits(one) && effects.includes(one.effect));
    if (!fault) return null;
    fault.times -= 1;
    if (fault.times <= 0) this.remove(fault.id);
    else this.onChange();
    return { ...fault };
  }
}
