import { Secret, TOTP } from 'otpauth';
import QRCode from 'qrcode-svg';

const issuer = 'Bao ve tre em Hung Yen';
const period = 30;

export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What an authenticator app reads, as an address and as a picture. */
export function totpEnrolment(
  secret: string,
  username: string,
): { readonly secret: string; readonly uri: string; readonly qr: string } {
  const uri = totpOf(secret, username).toString();
  return {
    secret,
    uri,
    qr: new QRCode({
      content: uri,
      padding: 2,
      width: 240,
      height: 240,
      join: true,
      container: 'svg-viewbox',
    }).svg(),
  };
}

/** The time step a code is good for, one step early or late allowed; a step is good once (the caller sees to it). */
export function totpStepOf(secret: string, code: string, now: Date): number | undefined {
  if (!/^\d{6}$/u.test(code)) return undefined;
  const delta = totpOf(secret, '').validate({ token: code, timestamp: now.getTime(), window: 1 });
  return delta === null ? undefined : Math.floor(now.getTime() / 1000 / period) + delta;
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({
    issuer,
    label: label === '' ? issuer : label,
    secret: Secret.fromBase32(secret),
    period,
  });
}
