const secretName = '(?:access_token|suite_access_token|provider_access_token|corpsecret|suite_secret|provider_secret|permanent_code|suite_ticket|auth_code|pre_auth_code|user_ticket|welcome_code|jsapi_ticket|code)';
const inQuery = new RegExp(`\\b(${secretName})=[^&\\s"'#\\]]+`, 'gi');
const inJson = new RegExp(`("${secretName}"\\s*:\\s*)"[^"]*"`, 'gi');

/** Takes tokens, secrets and one-time codes out of a text that goes into a log or an error. */
export function redact(text: string): string {
  return text.replace(inQuery, '$1=***').replace(inJson, '$1"***"');
}
