/** As people may write one: small letters, spaces, and 0 and 1 for the letters that look so. */
export const recoveryPattern = /^\s*([a-z0-7][\s-]*){10}$/i;
