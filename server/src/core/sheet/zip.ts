import type { Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { Bytes } from '../bytes';
import { AppError, messageOf } from '../errors';

export const sheetKinds = 'XLSX, CSV, TSV';

/** A real workbook of 200,000 rows has some 20 parts, 200 MB of them at most, pressed together to a tenth. `kept`: of what the reader holds in memory. */
export const zipLimits = { entries: 2000, bytes: 1_000_000_000, ratio: 200, ratioFrom: 5_000_000, kept: 200_000_000 };
/** All else is read row by row. */
const keptParts = new Set(['xl/sharedStrings.xml', 'xl/styles.xml']);

/**
 * Refuses what is no workbook, and what would become enormous when it is opened. First by what the list of contents says, then
 * by unpacking every part and counting: a list can lie. What stands between the parts is refused too, for a reader that goes
 * from part to part would find it where this one does not look.
 */
export async function checkWorkbook(bytes: Bytes, limits = zipLimits): Promise<void> {
  const zip = await openZip(bytes);
  try {
    const entries = await listEntries(zip, limits);
    const names = new Set(entries.map(({ fileName }) => fileName));
    if (!names.has('[Content_Types].xml') || !names.has('xl/workbook.xml')) throw new AppError('file_kind', { kinds: sheetKinds });
    await checkPlaces(zip, entries);
    for (const entry of entries) await unpack(zip, entry);
  } catch (error) {
    throw error instanceof AppError ? error : broken(error);
  } finally {
    zip.close();
  }
}

/** The parts of a workbook that was checked, by name. Null: there is no such part. */
export interface Parts {
  names: string[];
  open(name: string): Promise<Readable | null>;
  close(): void;
}

export async function openParts(bytes: Bytes): Promise<Parts> {
  const zip = await openZip(bytes);
  const entries = new Map((await listEntries(zip, zipLimits)).map((entry) => [entry.fileName, entry]));
  return {
    names: [...entries.keys()],
    open: (name) => (entries.has(name) ? openPart(zip, entries.get(name)!) : Promise.resolve(null)),
    close: () => zip.close(),
  };
}

const openPart = (zip: ZipFile, entry: Entry): Promise<Readable> => new Promise((resolve, reject) => zip.openReadStream(entry, (error, found) => (error ? reject(error) : resolve(found))));

const broken = (error: unknown) => new AppError('sheet_broken', { detail: messageOf(error) });
const bomb = () => new AppError('sheet_bomb');

class Reader extends yauzl.RandomAccessReader {
  constructor(private readonly bytes: Bytes) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return this.bytes.read({ start, end });
  }
}

function openZip(bytes: Bytes): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.fromRandomAccessReader(new Reader(bytes), bytes.size, { lazyEntries: true, autoClose: false }, (error, zip) => (error ? reject(broken(error)) : resolve(zip)));
  });
}

function listEntries(zip: ZipFile, { entries: most, bytes, ratio, ratioFrom, kept }: typeof zipLimits): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    let total = 0;
    if (zip.entryCount > most) return reject(bomb());
    zip.on('entry', (entry: Entry) => {
      const { compressedSize, uncompressedSize, fileName } = entry;
      total += uncompressedSize;
      if (total > bytes || (keptParts.has(fileName) && uncompressedSize > kept) || (uncompressedSize > ratioFrom && uncompressedSize > compressedSize * ratio)) return reject(bomb());
      if (entry.isEncrypted()) return reject(new AppError('sheet_broken', { detail: 'encrypted' }));
      entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', reject);
    zip.readEntry();
  });
}

/** Part after part without anything between them but a part's own last words, and each with the size that the list says. */
async function checkPlaces(zip: ZipFile, entries: readonly Entry[]): Promise<void> {
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)) {
    const gap = entry.relativeOffsetOfLocalHeader - end;
    const header = await new Promise<yauzl.LocalFileHeader>((resolve, reject) => zip.readLocalFileHeader(entry, (error, found) => (error ? reject(error) : resolve(found))));
    const isTold = (header.generalPurposeBitFlag & 8) === 0;
    if (gap < 0 || gap > 24 || (isTold && header.compressedSize !== entry.compressedSize && header.compressedSize !== 0xffffffff)) throw new AppError('sheet_broken', { detail: entry.fileName });
    end = header.fileDataStart + entry.compressedSize;
  }
}

/** More bytes than announced end it at once. */
async function unpack(zip: ZipFile, entry: Entry): Promise<void> {
  const stream = await openPart(zip, entry);
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > entry.uncompressedSize) {
      stream.destroy();
      throw bomb();
    }
  }
}
