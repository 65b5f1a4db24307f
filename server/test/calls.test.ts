import axios from 'axios';
import { describe, expect, test } from 'vitest';
import { grantable, roles, roleScope, type Role, type Scope } from '@scrm/shared/permission';
import { newId } from '../src/core/db/ids';
import { FollowUser } from '../src/modules/customer/entity';
import { departmentMates } from '../src/modules/org';
import { replaceRoles } from '../src/modules/session';
import { testApp, type TestApp } from './app';

/** Ids that a caller should not be able to use: of another corp, or out of their reach. */
interface Ids { any: string; customer: string; external: string; staff: string; tag: string; code: string }

const soon = 4_000_000_000_000;
const none = () => [{}];
const byId = ({ any, customer }: Ids) => [{ id: any }, { id: customer }];

const privacyCases: Record<string, (ids: Ids) => object[]> = {
  'privacy.requests': ({ customer }) => [{}, { customerId: customer }], 'privacy.request': byId, 'privacy.createRequest': ({ customer }) => [{ customerId: customer, type: 'access' }],
  'privacy.settleRequest': ({ any }) => [{ id: any, updatedAt: 0, state: 'done', answer: 'x' }], 'privacy.preview': ({ customer }) => [{ customerId: customer }],
  'privacy.erase': ({ customer, external }) => [{ customerId: customer, name: external }], 'privacy.erasures': none, 'privacy.erasure': byId, 'privacy.certificate': byId,
  'privacy.makeAccessLink': ({ customer }) => [{ customerId: customer }], 'privacy.accessLinks': ({ customer }) => [{ customerId: customer }], 'privacy.revokeAccessLink': byId,
  'privacy.accessFile': ({ any }) => [{ token: `${any}-no-such-token` }], 'privacy.verify': () => [{ certificate: '{}' }],
  'consents.purposes': none, 'consents.createPurpose': () => [{ key: 'x', name: '', text: '' }], 'consents.updatePurpose': ({ any }) => [{ id: any, name: 'x', text: 'x', updatedAt: 0 }],
  'consents.retirePurpose': ({ any }) => [{ id: any, retired: true }], 'consents.ofCustomer': ({ customer }) => [{ customerId: customer }],
  'consents.record': ({ customer, any }) => [{ customerId: customer, purposeId: any, given: false }], 'consents.ledger': ({ customer, any }) => [{}, { customerId: customer }, { purposeId: any }],
  'myPrivacy.get': none, 'myPrivacy.setConsent': ({ any }) => [{ purposeId: any, given: true }], 'myPrivacy.ask': () => [{ type: 'access', note: 'x' }],
};

/** Of groups, names and merges. */
const groupCases: Record<string, (ids: Ids) => object[]> = {
  'groupChats.list': ({ staff, tag }) => [{}, { ownerId: staff }, { tagIds: [tag] }], 'groupChats.get': byId, 'groupChats.byChatId': ({ any }) => [{ chatId: any }], 'groupChats.members': byId,
  'groupChats.ofCustomer': ({ customer }) => [{ customerId: customer }], 'groupChats.tag': ({ any, tag }) => [{ ids: [any], add: [tag] }], 'groupChats.sync': none, 'groupChats.progress': none,
  'groupTags.list': none, 'groupTags.create': () => [{ categoryName: '', names: [] }], 'groupTags.rename': ({ any }) => [{ id: any, name: '改了' }], 'groupTags.renameCategory': ({ any }) => [{ id: any, name: '改了' }],
  'groupTags.remove': byId,
  'identities.ofCustomer': ({ customer }) => [{ customerId: customer }], 'identities.add': ({ customer }) => [{ customerId: customer, kind: 'phone', value: '13800000000' }], 'identities.remove': byId,
  'merges.preview': ({ customer, any }) => [{ survivorId: customer, otherId: any }], 'merges.merge': ({ customer, any }) => [{ survivorId: customer, otherId: any }, { survivorId: any, otherId: customer }],
  'merges.undo': ({ any }) => [{ mergeId: any }], 'merges.suggestions': none, 'merges.dismiss': byId, 'merges.search': none,
  'conversions.list': ({ customer }) => [{}, { customerId: customer }], 'conversions.retry': byId, 'conversions.retryFailed': none,
};

/** Of codes that lead into groups. */
const groupEntry = (any: string) => ({ kind: 'way', groupIds: [any] });
const groupCodeCases: Record<string, (ids: Ids) => object[]> = {
  'groupCodes.list': none, 'groupCodes.get': byId, 'groupCodes.create': ({ any }) => [{ name: 'x', entries: [groupEntry(any)] }], 'groupCodes.update': ({ any }) => [{ id: any, updatedAt: 0, name: 'x', entries: [groupEntry(any)] }],
  'groupCodes.setState': ({ any }) => [{ id: any, closed: true }], 'groupCodes.replacePicture': ({ any }) => [{ id: any, entryId: any, picture: 'https://weixin.qq.com/g/x', pictureUntil: null }], 'groupCodes.readPicture': () => [{ content: 'eA==' }],
  'groupInvites.rules': none, 'groupInvites.saveRule': ({ any, code }) => [{ liveCodeId: code, groupCodeId: any }, { liveCodeId: null, groupCodeId: any }], 'groupInvites.removeRule': byId, 'groupInvites.tasks': none, 'groupInvites.task': byId,
  'groupInvites.preview': ({ any, tag, staff }) => [{ groupCodeId: any, tagIds: [tag], staffIds: [staff] }], 'groupInvites.createTask': ({ any, tag, staff }) => [{ groupCodeId: any, tagIds: [tag], staffIds: [staff], name: 'x', text: 'x', key: 'call-case' }],
  'groupInvites.checkTask': byId, 'groupInvites.remindTask': byId, 'groupInvites.stopTask': byId, 'groupInvites.invitations': ({ any, staff }) => [{ taskId: any }, { staffId: staff }],
  'groupCodes.retry': byId, 'groupCodes.history': byId, 'groupCodes.figures': ({ any }) => [twoDays, { ...twoDays, channelId: any }], 'groupCodes.numbers': ({ any }) => [{ id: any, from: 0, to: 1 }], 'groupCodes.rows': ({ any }) => [{ id: any, from: 0, to: 1, list: 'joined' }, { channelId: any, from: 0, to: 1, list: 'scans' }],
};

/** Of files that are taken out. */
const exportCases: Record<string, (ids: Ids) => object[]> = {
  'exports.list': none, 'exports.get': byId, 'exports.customerFields': none, 'exports.cancel': byId, 'exports.again': ({ any }) => [{ id: any, key: 'call-again' }], 'exports.remove': byId, 'exports.nameStaff': byId, 'exports.openNamed': byId, 'exports.download': byId,
  'exports.customers': ({ customer, any }) => [{ key: `call-${customer}`.slice(0, 40), format: 'csv', columns: [], ids: [customer] }, { key: 'call-everybody', format: 'xlsx', columns: ['tags'], filter: {}, fieldIds: [any] }],
};

const layout = { code: { x: 0.5, y: 0.5, size: 0.5 }, text: '', textAt: { x: 0.5, y: 0.9, fontSize: 0.04, colour: '#000000' }, widthCm: 20 };
const twoDays = { from: '2026-09-01', to: '2026-09-02' };
const storeCases: Record<string, (ids: Ids) => object[]> = {
  'stores.list': ({ any }) => [{}, { regionId: any }], 'stores.get': byId, 'stores.create': ({ any, staff }) => [{ name: 'x', regionId: any }, { name: 'x', owners: [{ staffId: staff }], groupCodeIds: [any] }], 'stores.update': ({ any }) => [{ id: any, name: 'x', updatedAt: 0 }],
  'stores.remove': byId, 'stores.bulkEdit': ({ any }) => [{ ids: [any], patch: { priority: 1 } }], 'stores.around': () => [{ lat: 31, lng: 121 }], 'stores.map': none, 'stores.geocode': () => [{ address: 'x1' }], 'stores.importFile': none, 'stores.template': none,
  'stores.regions': none, 'stores.createRegion': ({ any, staff }) => [{ name: 'x', parentId: any }, { name: 'x', managerIds: [staff] }], 'stores.updateRegion': ({ any }) => [{ id: any, name: 'x', updatedAt: 0 }], 'stores.removeRegion': byId,
  'storeCodes.list': none, 'storeCodes.get': byId, 'storeCodes.create': ({ any, tag }) => [{ name: 'x', form: 'owner', regionId: any }, { name: 'x', form: 'owner', tagIds: [tag] }], 'storeCodes.update': ({ any }) => [{ id: any, name: 'x', updatedAt: 0 }],
  'storeCodes.setState': ({ any }) => [{ id: any, state: 'off' }], 'storeCodes.remove': byId, 'storeCodes.picture': byId, 'storeCodes.tryOut': ({ any }) => [{ id: any, place: { lat: 31, lng: 121 } }],
  'storeNumbers.report': ({ any }) => [{ from: '2026-09-01', to: '2026-09-02', by: 'store' }, { from: '2026-09-01', to: '2026-09-02', by: 'day', storeId: any, regionId: any }], 'storeNumbers.visits': ({ any }) => [{ from: '2026-09-01', to: '2026-09-02', what: 'scans', codeId: any }],
  'storeNumbers.customers': ({ any }) => [{ from: '2026-09-01', to: '2026-09-02', what: 'added' }, { from: '2026-09-01', to: '2026-09-02', what: 'lost', storeId: any }, { from: '2026-09-01', to: '2026-09-02', what: 'joined', storeId: any }], 'storeNumbers.export': ({ any }) => [{ from: '2026-09-01', to: '2026-09-02', by: 'store', key: `call-${any}`.slice(0, 40), format: 'csv' }],
  'nearby.stores': ({ any }) => [{}, { code: any }, { regionId: any }], 'nearby.choose': ({ any }) => [{ storeId: any }, { code: any, storeId: any }], 'myStores.list': none, 'myStores.link': none,
  'codeNumbers.table': ({ any, staff, code }) => [{ ...twoDays, by: 'code' }, { ...twoDays, by: 'staff', staffId: staff, codeId: code }, { ...twoDays, by: 'day', channelId: any, regionId: any, storeId: any, stageId: any }],
  'codeNumbers.list': ({ any, staff }) => [{ ...twoDays, by: 'code', key: any, step: 'added' }, { ...twoDays, by: 'day', staffId: staff, step: 'scans' }], 'codeNumbers.export': ({ any }) => [{ ...twoDays, by: 'staff', key: `code-${any}`.slice(0, 40), format: 'csv' }], 'codeNumbers.exportGroups': ({ any }) => [{ ...twoDays, channelId: any, by: 'code', key: `group-${any}`.slice(0, 40), format: 'csv' }],
};

const packetSpan = { from: '2026-09-01', to: '2026-09-02' };
const redPacketCases: Record<string, (ids: Ids) => object[]> = {
  'redPackets.account': none, 'redPackets.pause': none, 'redPackets.resume': () => [{ waiting: 'send' }], 'redPackets.rule': ({ code }) => [{ liveCodeId: code }],
  'redPackets.saveAccount': ({ staff }) => [{ mchId: '1900000109', appId: 'ww-not-ours', senderName: 'x', personFen: 100, dayFen: 100, alertStaffIds: [staff], updatedAt: null }],
  'redPackets.saveRule': ({ code }) => [{ liveCodeId: code, isOn: true, minFen: 100, maxFen: 100, dayFen: 100, totalFen: 100, title: 'x', wish: 'x', updatedAt: null }],
  'redPackets.days': ({ code }) => [packetSpan, { ...packetSpan, liveCodeId: code }], 'redPackets.packets': ({ code }) => [packetSpan, { ...packetSpan, liveCodeId: code, state: 'sent' }], 'redPackets.check': byId, 'redPackets.sendAgain': byId,
  'redPackets.export': ({ any }) => [{ ...packetSpan, liveCodeId: any, key: `call-${any}`.slice(0, 40), format: 'csv' }],
};

const mapping = { columns: ['phone'], policy: 'fill' };
const importCases: Record<string, (ids: Ids) => object[]> = {
  'imports.list': none, 'imports.get': byId, 'imports.upload': none, 'imports.reread': ({ any }) => [{ id: any, encoding: 'utf-8', delimiter: ',' }], 'imports.check': ({ any }) => [{ id: any, mapping }], 'imports.start': byId, 'imports.undo': byId,
  'imports.remove': byId, 'imports.rows': byId, 'imports.result': byId, 'imports.template': none, 'imports.limits': none,
};

const greeting = { message: { text: '您好' } };
const welcomeCases: Record<string, (ids: Ids) => object[]> = {
  'calendar.get': none, 'calendar.save': () => [{ items: [], updatedAt: -1 }],
  'welcomeRules.list': none, 'welcomeRules.get': byId, 'welcomeRules.aimedAt': byId, 'welcomeRules.remove': byId, 'welcomeRules.switch': ({ any }) => [{ id: any, enabled: false }], 'welcomeRules.order': ({ any }) => [{ target: 'staff', ids: [any] }], 'welcomeRules.effective': none,
  'welcomeRules.create': ({ staff, code }) => [{ name: 'x', target: 'staff', targetIds: [staff], ...greeting }, { name: 'x', target: 'code', targetIds: [code], ...greeting }, { name: 'x', target: 'company', ...greeting }],
  'welcomeRules.update': ({ any, staff }) => [{ id: any, name: 'x', target: 'staff', targetIds: [staff], updatedAt: 0, ...greeting }],
  'welcomeRules.simulate': ({ staff, customer, code, any }) => [{ staffId: staff, storeCodeId: any, at: 0 }, { staffId: staff, storeId: any, at: 0 }, { staffId: staff, at: 0 }, { staffId: staff, liveCodeId: code, at: 0 }, { staffId: staff, customerId: customer, at: 0 }],
  'groupWelcomes.list': none, 'groupWelcomes.get': byId, 'groupWelcomes.remove': byId, 'groupWelcomes.retry': byId, 'groupWelcomes.check': none,
  'groupWelcomes.create': ({ any }) => [{ name: 'x', message: { attachment: { kind: 'image', fileId: any } } }], 'groupWelcomes.update': ({ any }) => [{ id: any, name: 'x', message: { text: 'x' }, updatedAt: 0 }],
};

/** What each call is tried with. A new call without a line here fails the test below. */
const cases: Record<string, (ids: Ids) => object[]> = {
  ...groupCodeCases,
  'session.options': none, 'session.me': none, 'session.signOut': none, 'session.list': none, 'session.mine': none, 'session.signIns': none, 'session.revoke': byId, 'session.revokeMine': byId,
  'session.signIn': () => [{ name: 'x', password: 'x' }], 'session.redeem': () => [{ ticket: 'not a ticket at all' }], 'session.enter': ({ any }) => [{ corpId: any }],
  'corps.list': none, 'corps.get': none, 'corps.suggestKeys': none, 'corps.installLink': none,
  'corps.connectApp': () => [{ name: 'x', kind: 'selfBuilt', wecomCorpId: 'wwother', agentId: 1, secret: 'short', token: '', aesKey: '' }],
  'org.departments': none, 'org.labels': none, 'org.setLabels': ({ staff }) => [{ staffId: staff, labels: ['英语'] }], 'org.staff': none, 'org.sync': none, 'org.progress': none,
  'tags.list': none, 'tags.sync': none, 'tags.create': () => [{ groupName: '', names: [] }], 'tags.rename': ({ any }) => [{ id: any, name: '改了' }], 'tags.remove': ({ any }) => [{ id: any }],
  'tags.removeMany': ({ any }) => [{ ids: [any] }], 'tags.renameGroup': ({ any }) => [{ id: any, name: '改了' }], 'tags.removeGroup': byId, 'tags.orderGroups': ({ any }) => [{ ids: [any] }],
  'tags.order': ({ any }) => [{ groupId: any, ids: [any] }], 'tags.scope': ({ any }) => [{ groupId: any, departmentIds: null }], 'tags.uses': ({ any, tag }) => [{ id: any }, { id: tag }], 'tags.addSystemTags': none,
  'tasks.list': none, 'tasks.get': byId, 'tasks.pause': byId, 'tasks.resume': byId, 'tasks.cancel': byId, 'tasks.retry': byId, 'tasks.undo': byId, 'tasks.items': byId, 'tasks.failures': byId,
  'tasks.start': ({ any, customer, tag }) => [{ kind: 'customer.tag', key: `call-${customer}`, input: { add: [tag] }, ids: [customer] }, { kind: 'tag.merge', key: `call-${any}`, input: { from: any, into: any } },
    { kind: 'customer.stage', key: `stage-${customer}`.slice(0, 40), input: { flowId: any, toStageId: any }, ids: [customer] }, { kind: 'customer.assign', key: `assign-${customer}`.slice(0, 40), input: { toStaffId: any }, ids: [customer] },
    { kind: 'customer.import', key: `call-${any}`, input: { importId: any } }, { kind: 'customer.importUndo', key: `call-${any}`, input: { importId: any } }, { kind: 'liveCode.batch', key: `call-${any}`, input: { batchId: any } }],
  'fields.list': none, 'fields.reveals': none, 'fields.create': () => [{ name: '', kind: 'text' }], 'fields.update': ({ any }) => [{ id: any, name: 'x', updatedAt: 0 }], 'fields.order': ({ any }) => [{ ids: [any] }],
  'fields.impact': byId, 'fields.archive': byId, 'fields.restore': byId, 'fields.previewKind': ({ any }) => [{ id: any, kind: 'number' }], 'fields.changeKind': ({ any }) => [{ id: any, kind: 'number', updatedAt: 0 }],
  'fields.values': ({ customer }) => [{ customerId: customer }], 'fields.history': ({ customer }) => [{ customerId: customer }], 'fields.reveal': ({ any, customer }) => [{ customerId: customer, fieldId: any, reason: 'mine' }],
  'fields.setValues': ({ any, customer }) => [{ customerId: customer, seenVersion: 0, values: [{ fieldId: any, value: 'x' }] }],
  'sources.list': none, 'sources.create': () => [{ name: '' }], 'sources.update': ({ any }) => [{ id: any, name: 'x' }], 'sources.retire': byId, 'sources.restore': byId, 'sources.merge': ({ any }) => [{ id: any, intoId: any }],
  'sources.of': ({ customer }) => [{ customerId: customer }], 'sources.ofMany': ({ customer }) => [{ customerIds: [customer] }], 'sources.assign': ({ any, customer }) => [{ customerId: customer, sourceId: any }, { customerId: customer, sourceId: null }],
  'quality.get': none, 'quality.quarantine': none, 'quality.keys': none, 'quality.rotate': none, 'quality.reveal': ({ any }) => [{ id: any, reason: 'mine' }], 'quality.correct': ({ any }) => [{ id: any, value: 'x' }], 'quality.dismiss': byId,
  'views.list': none, 'views.create': () => [{ name: '', filter: {}, columns: [] }], 'views.update': ({ any }) => [{ id: any, updatedAt: 0, name: 'x' }], 'views.remove': byId, 'views.setDefault': ({ any }) => [{ id: any }],
  'stages.get': none, 'stages.progress': none, 'stages.saveTemplate': () => [{ stages: [], successors: {}, updatedAt: 0 }], 'stages.createFlow': ({ any }) => [{ name: 'x', stageIds: [any] }],
  'stages.updateFlow': ({ any }) => [{ id: any, name: 'x', stageIds: [any], updatedAt: 0 }], 'stages.removeFlow': ({ any }) => [{ id: any, updatedAt: 0 }], 'stages.standings': ({ customer }) => [{ customerIds: [customer] }],
  'stages.move': ({ any, customer }) => [{ customerId: customer, flowId: any, toStageId: any, seenStageId: any }], 'stages.history': ({ customer }) => [{ customerId: customer }],
  'stages.overview': ({ any, staff }) => [{ flowId: any, from: 0, to: soon }, { flowId: any, from: 0, to: soon, staffId: staff }], 'stages.moved': ({ any }) => [{ flowId: any, from: 0, to: soon, what: 'entered' }],
  'notes.list': ({ customer }) => [{ customerId: customer }], 'notes.search': () => [{}, { keyword: '码' }], 'notes.create': ({ customer }) => [{ customerId: customer, text: 'x', key: `call-${customer}` }],
  'notes.edit': ({ any }) => [{ id: any, text: 'x', updatedAt: 0 }], 'notes.remove': byId, 'notes.history': byId, 'notes.mentions': none, 'notes.readMentions': ({ any }) => [{ ids: [any] }],
  'transfers.preview': ({ staff }) => [{ kind: 'onJob', fromStaffId: staff, to: { way: 'even', staffIds: [staff] } }], 'transfers.create': ({ staff }) => [{ kind: 'onJob', fromStaffId: staff, to: { way: 'even', staffIds: [staff] } }],
  'transfers.list': ({ staff }) => [{}, { fromStaffId: staff }], 'transfers.get': byId, 'transfers.items': byId, 'transfers.cancel': byId, 'transfers.queue': ({ staff }) => [{}, { staffId: staff }],
  'transfers.retry': ({ any, staff }) => [{ ids: [any] }, { ids: [any], toStaffId: staff }], 'transfers.retryGroups': ({ any, staff }) => [{ id: any }, { id: any, toStaffId: staff }],
  'transfers.giveUp': ({ any }) => [{ ids: [any] }], 'transfers.setAutoRetry': ({ any }) => [{ ids: [any], on: true }],
  'transfers.leavers': none, 'transfers.leaver': ({ staff }) => [{ staffId: staff }], 'transfers.received': ({ staff }) => [{}, { staffId: staff }], 'transfers.dossier': ({ any }) => [{ itemId: any }],
  'transfers.dossierOf': ({ customer }) => [{ customerId: customer }], 'transfers.rules': none, 'transfers.saveRules': () => [{ updatedAt: 0 }],
  'lossAlerts.list': ({ staff }) => [{}, { staffId: staff }], 'lossAlerts.summary': none, 'lossAlerts.settings': none, 'lossAlerts.saveSettings': () => [{ updatedAt: 0 }],
  'customers.list': ({ customer, staff, tag, code, external }) => [{ limit: 200 }, { staffId: staff }, { tagIds: [tag] }, { liveCodeId: code }, { keyword: external }, { keyword: '138 0013 8000' }, { cursor: customer }, { fields: [{ fieldId: customer, op: 'has' }] }],
  'customers.get': byId, 'customers.byExternalUserid': ({ external }) => [{ externalUserid: external }], 'customers.timeline': byId,
  'customers.tag': ({ customer, staff, tag }) => [{ id: customer, add: [tag] }, { id: customer, staffId: staff, remove: [tag] }],
  'customers.remark': ({ customer, staff }) => [{ id: customer, remark: '改了' }, { id: customer, staffId: staff, remark: '改了' }],
  'customers.sync': none, 'customers.progress': none,
  'liveCodes.list': none, 'liveCodes.get': ({ any }) => [{ id: any }], 'liveCodes.customers': ({ any, code }) => [{ id: any }, { id: code, lost: true }], 'liveCodes.remove': ({ any }) => [{ id: any }], 'liveCodes.retry': ({ any }) => [{ id: any }], 'liveCodes.card': ({ any }) => [{ id: any }],
  'reception.roster': ({ staff }) => [{ rule: { slots: [{ staff: [{ staffId: staff }] }] } }], 'reception.preview': ({ any, staff }) => [{ id: any, at: soon, rule: { slots: [{ staff: [{ staffId: staff }] }] } }],
  'reception.simulate': ({ any, staff }) => [{ id: any, at: soon, count: 1, minutes: 0, rule: { slots: [{ staff: [{ staffId: staff }] }] } }], 'reception.whatIf': ({ any, staff }) => [{ id: any, rule: { slots: [{ staff: [{ staffId: staff }] }] } }],
  'reception.records': ({ any, code }) => [{ id: any }, { id: code }], 'reception.picks': ({ any, code }) => [{ id: any }, { id: code }], 'reception.mine': none, 'reception.setOnline': () => [{ online: true }],
  'waiting.list': ({ any, code }) => [{ codeId: any }, { codeId: code }], 'waiting.assign': ({ any, staff }) => [{ id: any, staffId: staff }], 'waiting.settle': ({ any }) => [{ id: any, done: true }], 'waiting.reveal': byId, 'waiting.export': ({ any, code }) => [{ codeId: any, state: 'open', key: 'call-waiting', format: 'csv' }, { codeId: code, state: 'done', key: 'call-waiting-2', format: 'xlsx', revealReason: 'call' }], 'waiting.mine': none, 'waiting.settleMine': byId,
  'liveCodes.create': ({ any }) => [{ name: 'x', staffIds: [any] }], 'liveCodes.update': ({ any }) => [{ id: any, name: 'x', staffIds: [any], updatedAt: 0 }],
  'liveCodes.counts': none, 'liveCodes.place': ({ any }) => [{ ids: [any], channelId: null }], 'liveCodes.archive': ({ any }) => [{ ids: [any], archived: true }], 'liveCodes.end': byId, 'liveCodes.reopen': byId,
  'channels.list': none, 'channels.create': ({ any }) => [{ name: 'x', parentId: any }], 'channels.update': ({ any }) => [{ id: any, updatedAt: 0, name: 'x' }], 'channels.move': ({ any }) => [{ id: any, parentId: null }],
  'codeBatches.list': none, 'codeBatches.get': byId, 'codeBatches.upload': none, 'codeBatches.start': byId, 'codeBatches.remove': byId, 'codeBatches.rows': byId, 'codeBatches.result': byId, 'codeBatches.template': none,
  'prints.read': ({ code }) => [{ codeId: code }], 'prints.shorten': ({ code }) => [{ codeId: code }], 'prints.draw': ({ code }) => [{ codeId: code, target: 'page', format: 'svg' }], 'prints.posters': none, 'prints.removePoster': byId,
  'prints.createPoster': ({ any }) => [{ name: 'x', fileId: any, layout }], 'prints.updatePoster': ({ any }) => [{ id: any, updatedAt: 0, name: 'x', fileId: any, layout }],
  'acquisition.list': none, 'acquisition.added': ({ any }) => [{ channelId: any }], 'liveCodes.added': ({ any }) => [{ channelId: any }], 'acquisition.get': byId, 'acquisition.create': ({ staff }) => [{ name: '', staffIds: [staff] }], 'acquisition.update': ({ any, staff }) => [{ id: any, updatedAt: 0, name: 'x', staffIds: [staff] }],
  'acquisition.remove': byId, 'acquisition.retry': byId, 'acquisition.addSource': ({ any }) => [{ id: any, name: 'x' }], 'acquisition.renameSource': ({ any }) => [{ sourceId: any, name: 'x' }], 'acquisition.quota': none,
  'acquisition.customers': byId, 'acquisition.days': byId, 'acquisition.events': byId, 'acquisition.sync': byId,
  'channels.archive': ({ any }) => [{ id: any, archived: true }], 'channels.history': byId,
  'welcome.list': ({ staff }) => [{}, { staffId: staff }], 'welcome.summary': none, 'welcome.conflicts': none, 'welcome.byHand': ({ customer }) => [{}, { customerId: customer }], 'welcome.settleByHand': ({ any }) => [{ id: any, state: 'done' }],
  'visitor.home': none, 'visitor.contact': none, 'visitor.signIn': () => [{ code: 'x' }], 'visitor.redeem': () => [{ ticket: 'x'.repeat(20) }],
  'files.upload': () => [{ name: '', content: '' }], 'files.content': ({ any }) => [{ id: any }],
  'callbacks.list': none, 'callbacks.get': byId, 'callbacks.replay': ({ any }) => [{ ids: [any] }], 'callbacks.refused': none,
  'jobs.list': none, 'jobs.summary': none, 'jobs.runAgain': ({ any }) => [{ ids: [any] }],
  'wecom.status': none, 'wecom.sign': () => [{ kind: 'corp', url: 'https://elsewhere.example' }],
  'doctor.run': none, 'doctor.reconciliations': none, 'doctor.reconcile': none,
  'access.catalogue': none, 'access.roles': none, 'access.roleNames': none, 'access.people': none, 'access.delegations': none, 'access.myDelegations': none,
  'access.createRole': () => [{ name: '', allow: [], scope: 'all' }], 'access.updateRole': ({ any }) => [{ id: any, name: 'x', allow: ['tag.read'], scope: 'all', updatedAt: 0 }], 'access.removeRole': byId,
  'access.assign': ({ staff }) => [{ staffId: staff, roleIds: ['admin'] }, { staffId: staff, roleIds: [] }], 'access.effective': ({ staff }) => [{ staffId: staff }],
  'access.delegate': ({ staff }) => [{ fromStaffId: staff, toStaffId: staff, until: soon }], 'access.delegateMine': ({ any }) => [{ toStaffId: any, until: soon }],
  'access.revokeDelegation': byId, 'access.endMyDelegation': byId,
  'accounts.list': none, 'accounts.create': () => [{ name: '', password: '', role: 'admin' }], 'accounts.setRole': ({ any }) => [{ id: any, role: 'admin' }], 'accounts.disable': byId, 'accounts.enable': byId,
  'accounts.setPassword': ({ any }) => [{ id: any, password: 'a new password' }], 'accounts.resetSecondFactor': ({ any }) => [{ id: any, reason: 'x' }], 'accounts.changeMyPassword': () => [{ old: 'x', password: 'a new password' }],
  'accounts.beginSecondFactor': none, 'accounts.enableSecondFactor': () => [{ secret: 'x', code: '000000' }], 'accounts.disableSecondFactor': () => [{ code: '000000' }], 'accounts.renewRecoveryCodes': () => [{ code: '000000' }],
  'audit.list': ({ any }) => [{}, { objectId: any }, { actorId: any }], 'audit.get': byId, 'audit.choices': none, 'audit.verify': none, 'audit.export': none,
  'licence.summary': none, 'licence.list': none, 'licence.sync': none,
  ...importCases,
  ...storeCases,
  ...redPacketCases,
  ...privacyCases,
  ...groupCases,
  ...exportCases,
  ...welcomeCases,
};

/** These may show every colleague, because their permission says so: what is tried is that they show no customer out of reach. */
const cast = [...roles, 'custom'] as const;
const scopeOf = (one: (typeof cast)[number]): Scope => (one === 'custom' ? 'own' : roleScope[one]);

describe('PM-02 every call of the API, as every role', () => {
  let t: TestApp;
  let names: string[];

  async function build() {
    t = await testApp({ corps: ['selfBuilt', 'agency'], customersPerCorp: 25 });
    const openapi = (await axios.get<{ paths: Record<string, { get?: object }> }>(`${t.publicUrl}/api/openapi.json`)).data;
    names = Object.keys(openapi.paths).map((path) => path.slice('/api/'.length));
    return openapi;
  }

  async function worldOf(corp: 'selfBuilt' | 'agency') {
    const api = await t.as('admin', corp);
    const customers = (await api.customers.list({ limit: 200 })).items;
    const staff = (await api.org.staff({ limit: 200 })).items;
    const [receiver] = staff.filter(({ canReceive }) => canReceive);
    const code = await api.liveCodes.create({ name: `码 ${corp}`, staffIds: [receiver!.id] });
    await t.settle();
    const tag = (await api.tags.list()).items[0]!.tags[0]!;
    return { api, customers, staff, code, tag };
  }

  /** Rows of a corp that none of these calls may touch, as one text. */
  async function rowsOf(corpId: string, onlyCustomers?: readonly string[]): Promise<string> {
    const tables = onlyCustomers ? ['customer', 'follow_user', 'follow_tag', 'activity'] : ['customer', 'follow_user', 'follow_tag', 'activity', 'tag', 'tag_group', 'live_code', 'welcome_rule', 'group_welcome', 'staff', 'role_member', 'access_role', 'delegation', 'audit'];
    const all = [];
    for (const table of tables) {
      const rows = await t.app.database.query<{ id: string; customerId?: string }>(`SELECT * FROM ${table} WHERE corpId = ? ORDER BY id`, [corpId]);
      all.push(onlyCustomers ? rows.filter((row) => onlyCustomers.includes(row.customerId ?? row.id)) : rows);
    }
    return JSON.stringify(all);
  }

  async function call(name: string, input: object, isDownload: boolean, who: { staffId: string | null; role: Role }): Promise<{ status: number; text: string }> {
    // A session for each call: some of them end it.
    const token = await t.app.services.sessions.open({
      kind: 'bearer', subjectKind: who.staffId ? 'staff' : 'account', subjectId: who.staffId ?? newId('acc'), name: who.role, role: who.role, corpId: t.corps.selfBuilt.id, userAgent: 'test',
    });
    const url = `${t.publicUrl}/api/${name}`;
    const options = { headers: { authorization: `Bearer ${token}` }, validateStatus: () => true, responseType: 'text' as const, transformResponse: (text: string) => text };
    const reply = isDownload ? await axios.get<string>(url, { ...options, params: input }) : await axios.post<string>(url, input, options);
    return { status: reply.status, text: reply.data };
  }

  test('no row of another corp, and none out of reach, is returned, counted or changed', async () => {
    const openapi = await build();
    expect(names.filter((name) => !(name in cases)), 'calls without a case').toEqual([]);
    expect(Object.keys(cases).filter((name) => !names.includes(name)), 'cases without a call').toEqual([]);

    const ours = await worldOf('selfBuilt');
    const theirs = await worldOf('agency');
    const db = t.app.database.corp(t.corps.selfBuilt.id);
    const custom = await ours.api.access.createRole({ name: '什么都能做，只限本人', allow: [...grantable], scope: 'own' });
    const follows = await db.find(FollowUser);
    const leader = ours.staff.find(({ id }) => follows.some(({ staffId }) => staffId === id))!;
    const foreignMarks = [
      ...theirs.customers.flatMap(({ id, externalUserid }) => [id, externalUserid]), ...theirs.staff.map(({ id }) => id), theirs.code.id, theirs.tag.id,
    ];
    const foreignBefore = await rowsOf(t.corps.agency.id);
    const wrong: string[] = [];

    for (const one of cast) {
      const isAccount = one === 'owner';
      const staffId = isAccount ? null : leader.id;
      if (staffId) await t.app.database.write(t.corps.selfBuilt.id, (tx) => replaceRoles(tx, staffId, one === 'custom' ? [custom.id] : one === 'staff' ? [] : [one], 0));
      const who = { staffId, role: isAccount ? 'owner' as const : 'staff' as const };
      const scope = scopeOf(one);
      const reach = scope === 'all' ? null : scope === 'department' ? await departmentMates(db, leader.id) : [leader.id];
      const seen = new Set(follows.filter((row) => row.lostBy !== 'transfer' && (reach === null || reach.includes(row.staffId))).map(({ customerId }) => customerId));
      const outside = reach === null ? [] : ours.customers.filter(({ id }) => !seen.has(id));
      if (scope === 'own') expect(outside.length, `${one} has something out of reach`).toBeGreaterThan(0);
      const outsideStaff = ours.staff.find(({ id }) => reach !== null && !reach.includes(id));
      const tries: Ids[] = [
        { any: theirs.code.id, customer: theirs.customers[0]!.id, external: theirs.customers[0]!.externalUserid, staff: theirs.staff[0]!.id, tag: theirs.tag.id, code: theirs.code.id },
        { any: theirs.tag.id, customer: theirs.customers[1]!.id, external: theirs.customers[1]!.externalUserid, staff: theirs.staff[1]!.id, tag: theirs.tag.id, code: theirs.code.id },
        ...outside.slice(0, 1).map((customer) => ({ any: newId('x'), customer: customer.id, external: customer.externalUserid, staff: outsideStaff!.id, tag: ours.tag.id, code: ours.code.id })),
      ];
      const outsideIds = outside.map(({ id }) => id);
      const outsideBefore = await rowsOf(t.corps.selfBuilt.id, outsideIds);
      const outsideRoles = JSON.stringify(await t.app.database.query('SELECT * FROM role_member WHERE staffId <> ? ORDER BY id', [leader.id]));

      for (const name of names) {
        const isDownload = openapi.paths[`/api/${name}`]!.get !== undefined;
        for (const [nth, ids] of tries.entries()) {
          for (const input of cases[name]!(ids)) {
            const { status, text } = await call(name, input, isDownload, who);
            const said = `${one} ${name} ${JSON.stringify(input)}`;
            // What one sent oneself may come back in a refusal.
            const sent = JSON.stringify(input);
            if (status >= 500 && !text.includes('wecom')) wrong.push(`${said}: ${status} ${text.slice(0, 200)}`);
            // The log repeats what somebody typed, foreign ids too; whose rows it shows is looked at instead.
            if (name.startsWith('audit.')) {
              if (reach !== null && name === 'audit.list' && status < 400 && (JSON.parse(text) as { items: { actorId: string }[] }).items.some(({ actorId }) => !reach.includes(actorId))) wrong.push(`${said}: shows what others did`);
              continue;
            }
            if (foreignMarks.some((mark) => text.includes(mark) && !sent.includes(mark))) wrong.push(`${said}: shows another corp`);
            if (status < 400 && [...foreignMarks, ...outsideIds].some((mark) => text.includes(mark))) wrong.push(`${said}: shows what is out of reach`);
            if (name === 'customers.list' && status < 400 && nth === 0 && sent === '{"limit":200}' && (JSON.parse(text) as { total: number }).total !== seen.size) wrong.push(`${said}: counts ${text.slice(-60)} instead of ${seen.size}`);
          }
        }
      }
      if (await rowsOf(t.corps.selfBuilt.id, outsideIds) !== outsideBefore) wrong.push(`${one} changed a customer out of reach`);
      if (scope !== 'all' && JSON.stringify(await t.app.database.query('SELECT * FROM role_member WHERE staffId <> ? ORDER BY id', [leader.id])) !== outsideRoles) wrong.push(`${one} changed somebody’s roles`);
    }
    expect(wrong).toEqual([]);
    expect(await rowsOf(t.corps.agency.id)).toBe(foreignBefore);
  }, 240_000);
});
