import { readConfig } from './config';
import { Database } from './core/db/database';
import { migrations } from './migrations';
import { modules } from './modules';
import 'reflect-metadata';

/** `npm run migrate` goes forward to the newest, `npm run migrate -- back` one step back. */
const config = readConfig(process.env);
const database = await Database.open({ url: config.databaseUrl, entities: modules.flatMap((module) => module.entities ?? []), migrations });
if (process.argv[2] === 'back') await database.revertLastMigration();
else await database.migrate();
await database.close();
process.stdout.write('done\n');
