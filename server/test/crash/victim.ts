import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { argumentsOf } from '../../bin/bundle.mjs';
import { freePort } from '../process';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A server on a database of its own that can be killed and started again. */
export class Victim {
  private process: ChildProcess | null = null;
  private readonly folder = mkdtempSync(join(tmpdir(), 'scrm-crash-'));
  readonly databasePath = join(this.folder, 'scrm.db');
  callbackUrl = '';
  kills = 0;

  private constructor(private readonly port: number, private readonly wecomUrl: string) {}

  static async start(wecomUrl: string): Promise<Victim> {
    const victim = new Victim(await freePort(), wecomUrl);
    await victim.start();
    return victim;
  }

  async start(): Promise<void> {
    const started = spawn(process.execPath, argumentsOf('victim'), {
      cwd: root, stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env, PORT: String(this.port), PUBLIC_URL: `http://127.0.0.1:${this.port}`, DATA_DIR: this.folder, SANDBOX: '1', NODE_ENV: 'production',
        WECOM_API_URL: this.wecomUrl, WECOM_AUTHORIZE_URL: this.wecomUrl, WECOM_LOGIN_URL: this.wecomUrl, WECOM_INSTALL_URL: this.wecomUrl,
      },
    });
    this.process = started;
    const appId = await new Promise<string>((resolve, reject) => {
      let said = '';
      started.stdout!.on('data', (text: Buffer) => {
        said += text.toString();
        const found = /ready (\S+)/.exec(said);
        if (found) resolve(found[1]!);
      });
      started.once('exit', (code) => reject(new Error(`The server ended with ${code} instead of starting`)));
    });
    this.callbackUrl = `http://127.0.0.1:${this.port}/wecom/app/${appId}`;
  }

  get pid(): number {
    return this.process!.pid!;
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    const victim = this.process!;
    const gone = new Promise((resolve) => victim.once('exit', resolve));
    victim.kill('SIGKILL');
    await gone;
    this.kills++;
  }

  async end(): Promise<void> {
    const victim = this.process!;
    const gone = new Promise((resolve) => victim.once('exit', resolve));
    victim.kill('SIGKILL');
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
