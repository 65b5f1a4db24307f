import type { z } from 'zod';
import { AgentReply, IpList, Permissions } from './agent';
import { ContactSearch, DepartmentIdList, DepartmentList, DepartmentReply, UserIdList, UserList, UserReply, UserSimpleList } from './contact';
import { ContactWayList, ContactWayMade, ContactWayReply } from './contact-way';
import { ExternalContactBatch, ExternalContactReply, ExternalUserList, FollowUserList } from './external-contact';
import { GroupChatList, GroupChatReply } from './group-chat';
import { GroupWelcomeMade, GroupWelcomeReply } from './group-welcome';
import { ExternalUserOrPending, OpenCorpid, Openid, OpenUserids, PendingIds } from './id-convert';
import { TranslationResult, TranslationStarted } from './id-translate';
import { JoinWayMade, JoinWayReply } from './join-way';
import { JsapiTicket } from './jssdk';
import { ImageUploaded, MediaUploaded } from './media';
import { SuiteVisitor, SuiteVisitorDetail, Visitor, VisitorDetail } from './oauth';
import { Done, id, int, reply } from './reply';
import { AdminList, Authorisation, CorpToken, PermanentCode, PermanentCodeV2, PreAuthCode } from './suite-auth';
import { CorpTagList, CorpTagMade } from './tag';
import { MassSendMade, MassSendResults, MassSendTasks } from './mass-send';
import { MessageSent } from './message';
import { GroupsMoved, TransferResults, TransferStarted, UnassignedList } from './transfer';

export * from './agent';
export * from './contact';
export * from './contact-way';
export * from './external-contact';
export * from './group-chat';
export * from './group-welcome';
export * from './id-convert';
export * from './id-translate';
export * from './join-way';
export * from './jssdk';
export * from './media';
export * from './oauth';
export * from './suite-auth';
export * from './tag';
export * from './mass-send';
export * from './message';
export * from './transfer';
export * from './welcome';

/** The reply of every path that is called here; documented answers can be checked against it. */
export const replySchemas: Record<string, z.ZodType> = {
  '/cgi-bin/gettoken': CorpToken,
  '/cgi-bin/service/get_provider_token': reply({ provider_access_token: id, expires_in: int }),
  '/cgi-bin/service/get_suite_token': reply({ suite_access_token: id, expires_in: int }),
  '/cgi-bin/service/get_corp_token': CorpToken,
  '/cgi-bin/service/get_pre_auth_code': PreAuthCode,
  '/cgi-bin/service/set_session_info': Done,
  '/cgi-bin/service/v2/get_permanent_code': PermanentCodeV2,
  '/cgi-bin/service/get_permanent_code': PermanentCode,
  '/cgi-bin/service/v2/get_auth_info': Authorisation,
  '/cgi-bin/service/get_auth_info': Authorisation,
  '/cgi-bin/service/get_admin_list': AdminList,
  '/cgi-bin/agent/get_admin_list': AdminList,
  '/cgi-bin/service/auth/getuserinfo3rd': SuiteVisitor,
  '/cgi-bin/service/auth/getuserdetail3rd': SuiteVisitorDetail,
  '/cgi-bin/auth/getuserinfo': Visitor,
  '/cgi-bin/auth/getuserdetail': VisitorDetail,
  '/cgi-bin/department/list': DepartmentList,
  '/cgi-bin/department/simplelist': DepartmentIdList,
  '/cgi-bin/department/get': DepartmentReply,
  '/cgi-bin/user/get': UserReply,
  '/cgi-bin/user/simplelist': UserSimpleList,
  '/cgi-bin/user/list': UserList,
  '/cgi-bin/user/list_id': UserIdList,
  '/cgi-bin/service/contact/search': ContactSearch,
  '/cgi-bin/externalcontact/get_follow_user_list': FollowUserList,
  '/cgi-bin/externalcontact/list': ExternalUserList,
  '/cgi-bin/externalcontact/get': ExternalContactReply,
  '/cgi-bin/externalcontact/batch/get_by_user': ExternalContactBatch,
  '/cgi-bin/externalcontact/remark': Done,
  '/cgi-bin/externalcontact/convert_to_openid': Openid,
  '/cgi-bin/externalcontact/add_contact_way': ContactWayMade,
  '/cgi-bin/externalcontact/get_contact_way': ContactWayReply,
  '/cgi-bin/externalcontact/list_contact_way': ContactWayList,
  '/cgi-bin/externalcontact/update_contact_way': Done,
  '/cgi-bin/externalcontact/del_contact_way': Done,
  '/cgi-bin/externalcontact/get_corp_tag_list': CorpTagList,
  '/cgi-bin/externalcontact/add_corp_tag': CorpTagMade,
  '/cgi-bin/externalcontact/edit_corp_tag': Done,
  '/cgi-bin/externalcontact/del_corp_tag': Done,
  '/cgi-bin/externalcontact/mark_tag': Done,
  '/cgi-bin/externalcontact/send_welcome_msg': Done,
  '/cgi-bin/externalcontact/group_welcome_template/add': GroupWelcomeMade,
  '/cgi-bin/externalcontact/group_welcome_template/edit': Done,
  '/cgi-bin/externalcontact/group_welcome_template/get': GroupWelcomeReply,
  '/cgi-bin/externalcontact/group_welcome_template/del': Done,
  '/cgi-bin/externalcontact/transfer_customer': TransferStarted,
  '/cgi-bin/externalcontact/transfer_result': TransferResults,
  '/cgi-bin/externalcontact/get_unassigned_list': UnassignedList,
  '/cgi-bin/externalcontact/resigned/transfer_customer': TransferStarted,
  '/cgi-bin/externalcontact/resigned/transfer_result': TransferResults,
  '/cgi-bin/externalcontact/groupchat/transfer': GroupsMoved,
  '/cgi-bin/externalcontact/groupchat/onjob_transfer': GroupsMoved,
  '/cgi-bin/message/send': MessageSent,
  '/cgi-bin/externalcontact/groupchat/list': GroupChatList,
  '/cgi-bin/externalcontact/groupchat/get': GroupChatReply,
  '/cgi-bin/externalcontact/groupchat/add_join_way': JoinWayMade,
  '/cgi-bin/externalcontact/groupchat/get_join_way': JoinWayReply,
  '/cgi-bin/externalcontact/groupchat/update_join_way': Done,
  '/cgi-bin/externalcontact/groupchat/del_join_way': Done,
  '/cgi-bin/externalcontact/add_msg_template': MassSendMade,
  '/cgi-bin/externalcontact/get_groupmsg_task': MassSendTasks,
  '/cgi-bin/externalcontact/get_groupmsg_send_result': MassSendResults,
  '/cgi-bin/externalcontact/remind_groupmsg_send': Done,
  '/cgi-bin/externalcontact/cancel_groupmsg_send': Done,
  '/cgi-bin/media/upload': MediaUploaded,
  '/cgi-bin/media/uploadimg': ImageUploaded,
  '/cgi-bin/get_jsapi_ticket': JsapiTicket,
  '/cgi-bin/ticket/get': JsapiTicket,
  '/cgi-bin/batch/userid_to_openuserid': OpenUserids,
  '/cgi-bin/service/corpid_to_opencorpid': OpenCorpid,
  '/cgi-bin/idconvert/unionid_to_external_userid': ExternalUserOrPending,
  '/cgi-bin/idconvert/batch/external_userid_to_pending_id': PendingIds,
  '/cgi-bin/service/media/upload': MediaUploaded,
  '/cgi-bin/service/contact/id_translate': TranslationStarted,
  '/cgi-bin/service/batch/getresult': TranslationResult,
  '/cgi-bin/agent/get': AgentReply,
  '/cgi-bin/agent/get_permissions': Permissions,
  '/cgi-bin/getcallbackip': IpList,
  '/cgi-bin/get_api_domain_ip': IpList,
};
