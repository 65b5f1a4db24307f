import { createHash, createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import type { Words } from '../../core/personal/declare';
import type { Services } from '../../core/services';
import type { Erasure } from './entity';
import './services';

/** What a certificate says. Nothing in it names the person; `subject` are salted hashes of the ids that were erased. */
const Certificate = z.object({
  kind: z.literal('erasure'),
  version: z.literal(1),
  id: z.string(),
  corp: z.object({ id: z.string(), name: z.string() }),
  subject: z.object({ customerId: z.string(), hashes: z.array(z.string()) }),
  by: z.string(),
  startedAt: z.number(),
  finishedAt: z.number(),
  tables: z.array(z.object({ table: z.string(), zh: z.string(), en: z.string(), deleted: z.number(), blanked: z.number(), kept: z.object({ zh: z.string(), en: z.string() }).nullable() })),
});
export type Certificate = z.infer<typeof Certificate>;

const Signed = z.object({ certificate: Certificate, hash: z.string(), publicKey: z.string(), signature: z.string() });
export type Signed = z.infer<typeof Signed>;

const hashOf = (certificate: Certificate) => createHash('sha256').update(JSON.stringify(certificate)).digest('hex');

type Maker = Pick<Services, 'corps' | 'personalData' | 'secrets'> & { corpId: string };

export async function certify({ corps, corpId, personalData, secrets }: Maker, erasure: Pick<Erasure, 'id' | 'customerId' | 'startedBy' | 'startedAt' | 'finishedAt' | 'counts'>, hashes: string[]): Promise<{ text: string; hash: string }> {
  const corp = await corps.get(corpId);
  const tables = personalData.map(({ entity, label, kept }) => ({ table: entity.name, ...(label satisfies Words), deleted: 0, blanked: 0, ...erasure.counts[entity.name], kept }));
  const certificate: Certificate = {
    kind: 'erasure', version: 1, id: erasure.id, corp: { id: corp.id, name: corp.name }, subject: { customerId: erasure.customerId, hashes },
    by: erasure.startedBy, startedAt: erasure.startedAt, finishedAt: erasure.finishedAt!, tables,
  };
  const hash = hashOf(certificate);
  return { text: JSON.stringify({ certificate, hash, ...secrets.certify(hash) } satisfies Signed), hash };
}

export type Verdict = { valid: boolean; reason: 'ok' | 'unreadable' | 'changed' | 'foreign'; id: string; corpId: string; corpName: string; finishedAt: number | null };

/** Whether a certificate (the JSON, or the page that holds it) is unchanged and signed by a key of ours. */
export function verifyCertificate({ secrets }: Pick<Services, 'secrets'>, text: string): Verdict {
  const signed = readSigned(text);
  if (!signed) return { valid: false, reason: 'unreadable', id: '', corpId: '', corpName: '', finishedAt: null };
  const { certificate, hash, publicKey, signature } = signed;
  const about = { id: certificate.id, corpId: certificate.corp.id, corpName: certificate.corp.name, finishedAt: certificate.finishedAt };
  if (hashOf(certificate) !== hash || !isSignedBy(publicKey, hash, signature)) return { valid: false, reason: 'changed', ...about };
  if (!secrets.certificateKeys().includes(publicKey)) return { valid: false, reason: 'foreign', ...about };
  return { valid: true, reason: 'ok', ...about };
}

function readSigned(text: string): Signed | null {
  const plain = text.replace(/&quot;/g, '"').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&#39;/g, '\'').replace(/&amp;/g, '&');
  const json = /\{"certificate":[\s\S]*"signature":"[\w-]+"\}/.exec(plain)?.[0];
  try {
    return Signed.parse(JSON.parse(json ?? ''));
  } catch {
    return null;
  }
}

function isSignedBy(publicKey: string, hash: string, signature: string): boolean {
  try {
    return verify(null, Buffer.from(hash), createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' }), Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}
