"""The fixed texts of the service."""

from __future__ import annotations

from bot.conversation import Note, Verb
from bot.delivery import Message
from bot.handlers.wording.buttons import HUMAN, button, rows
from bot.handlers.wording.phrases import WHAT_WE_DO

_STATION = (Verb.STATION, "找服务站")
_MY = (Verb.MY, "我的工单")
_MENU = (HUMAN, _STATION, _MY)

_HELP = (
    f"{WHAT_WE_DO}\n"
    "怎么用：\n"
    "· 直接打字说您的事，说家乡话也行。\n"
    "· 我拿不准时会请您选一下，点按钮或回复数字都可以。\n"
    "· 没解决就点“没解决”或发“转人工”，把问题交给服务站工作人员。\n"
    "命令：/my 我的工单　/human 转人工　/station 找服务站　/deadline 算期限　/subscribe 订阅通知　/privacy 隐私\n"
    "有人受伤、着火、触电、被困，请先打 120、119、110。"
)

_PRIVACY = (
    "关于您的信息：\n"
    "· 我们只保存：您的提问和我们的解答、您说的地点、您提交的工单（连同您送的照片和文件，"
    "照片里的拍摄地点会去掉）、您设的期限提醒。不保存您的姓名和电话。\n"
    "· 工作人员看不到您的账号；您也看不到他们的。\n"
    "· 未经您同意，不会把问题交给任何站点。\n"
    "· 您可以随时导出或删除自己的记录。正在办理的工单要办结或撤回后才能删除内容。"
)

_UNSUPPORTED = {
    "voice": "语音",
    "sticker": "表情贴图",
    "photo": "图片",
    "document": "文件",
    "video": "视频",
    "location": "位置",
    "other": "这种内容",
}


_NOT_RELAYED = "这条{kind}没有转给工作人员：只能转文字、照片和 20 MB 以内的文件。请改用文字或照片再发一次。"
_PLACE_IN_WORDS = "要告诉他们地点，请打字写地址；要找服务站，先发 /station。"
_PHONE_GIVEN = (
    "好的，只有这个工单的经办人能看到您写的电话，每看一次都有记录。随时可以点下面的按钮或发“收回电话”收回。"
)


def describe_note(note: Note) -> Message:
    """The text of a note."""
    match note.name:
        case "welcome":
            return Message(
                f"您好！我是春城法律服务机器人。{WHAT_WE_DO}\n请直接说您遇到了什么事。", rows(*_MENU)
            )
        case "help":
            return Message(_HELP, rows(*_MENU))
        case "privacy":
            return Message(_PRIVACY, rows((Verb.EXPORT, "导出我的记录"), (Verb.ERASE, "删除我的记录")))
        case "erase_confirm":
            text = "删除后找不回来：您的提问记录、对话和已办结工单里的文字都会删掉。确定吗？"
            return Message(text, rows((Verb.ERASE_CONFIRMED, "确定删除"), (Verb.DECLINE, "不删")))
        case "not_relayed":
            kind = _UNSUPPORTED.get(note.value, "这种内容")
            return Message(
                _NOT_RELAYED.format(kind=kind) + (_PLACE_IN_WORDS if note.value == "location" else "")
            )
        case "phone_given":
            back = (button("收回电话", Verb.TAKE_BACK, note.value),) if note.value else ()
            return Message(_PHONE_GIVEN, (back,) if back else ())
        case "unsupported":
            kind = _UNSUPPORTED.get(note.value, "这种内容")
            return Message(
                f"抱歉，我还看不懂{kind}。请用文字说说您遇到的事；不方便打字可以打 12348，或点“转人工”。",
                rows(HUMAN),
            )
        case "export":
            return Message(f"这是我们保存的您的全部记录：\n{note.value}")
        case "case_done":
            return Message(f"没有办成：{note.value or '没有找到您的这个工单'}。", rows(_MY, HUMAN))
        case _:
            return Message(_PLAIN[note.name], rows(*_MENU) if note.name in {"stale", "erased"} else ())


_PLAIN = {
    "rated": "谢谢您的评价，已经记下。",
    "phone_missing": "还没有看到您写电话。请先把电话直接打出来（别人看到的是遮住的），再点一次“让经办人看到我的电话”。",
    "phone_back": "好的，电话已经收回：从现在起工作人员看不到这个号码了（您在工单里写过的也遮住了）。"
    "要再让他们看到，重新点“让经办人看到我的电话”。",
    "no_phone_out": "您没有让工作人员看过电话，不用收回。",
    "files_need_case": "照片和文件是交给服务站工作人员看的，我自己看不懂。"
    "请先点“转人工”提交工单，再发照片；现在没有转给任何人，也没有保存。",
    "not_a_photo": "这张图片（或视频）没有转给工作人员：以“文件”发的"
    "图片、视频里可能带着拍摄地点。请改用“照片”方式再发一次。",
    "too_big": "这个文件超过 20 MB，转不过去。请压缩或分开发，或者到服务站当面交。",
    "useful": "太好了！还有别的问题，直接打字问就行。",
    "declined": "好的，没有提交，什么都没有交出去。还有别的问题直接问；要找人也可以打 12348。",
    "stale": "这个按钮已经过时了。请再说一遍您的问题。",
    "erased": "已删除。",
    "new_question": "好的，请说您的新问题。原来的工单继续办理，发 /my 可以查看。",
    "no_desk": "这里是演示方式，不提交工单。请打 12348，或到服务站现场咨询。",
    "no_reminder": "这个提醒设不了：来不及在期限前提醒，或者这里不能主动给您发消息，或者提醒已经太多。"
    "请把日子自己记下来，也可以点“存到日历”。",
    "too_long": "这段话太长了，我只看了前面一部分。请用一两句话说说重点。",
}
