export { knowsHolidaysOf, type DayExceptions } from './calendar';
export { compile, type CompiledRule, type Knowledge } from './compile';
export { nextChangeAt, skipsVerify, slotAt } from './day';
export { pick, take, type Pick, type RuleScan } from './pick';
export { recheck } from './recheck';
export { gaps, preview, type Preview, type RosterGap } from './roster';
export { seededDraws, simulate, type Simulation } from './simulate';
export { copyState, loadState, newState, saveState, setStaff, turnDay, type RuleState, type SavedState, type StaffNow } from './state';
export { countAdd, wantedStaff, type Wanted } from './wanted';
