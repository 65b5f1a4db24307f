/** Why it is not known whether a welcome arrived. */
export const unclearReason = 'no clear answer within the time';
