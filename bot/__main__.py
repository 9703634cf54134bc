"""The command line: one console script, `legalbot`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from pydantic import ValidationError

from bot.commands import (
    answer,
    ask,
    audit,
    broadcast,
    chat,
    deadline,
    explain,
    faq,
    locate,
    run,
    staff,
    stations,
    statutes,
)
from bot.faq.fault import FaqFaults
from bot.faq.matcher.encoder import EncoderUnusable
from bot.settings import Settings

_COMMANDS = (
    run,
    chat,
    ask,
    faq,
    stations,
    statutes,
    locate,
    staff,
    answer,
    audit,
    deadline,
    explain,
    broadcast,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code is returned."""
    parser = argparse.ArgumentParser(
        prog="legalbot",
        description="春城法律服务机器人 / legal-service assistant for the stations of Kunming",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in _COMMANDS:
        command.add_parser(commands)
    args = parser.parse_args(argv)
    try:
        code: int = args.run(args, Settings())
        return code
    except EncoderUnusable as error:
        print(error, file=sys.stderr)
    except ValidationError as error:
        names = "、".join(str(detail["loc"][0]) for detail in error.errors())
        print(f"设置不对：{names}。建议：检查环境变量或 .env 文件。", file=sys.stderr)
    except FaqFaults as faults:
        print(f"问答文件有问题，服务没有启动：\n{faults}", file=sys.stderr)
    except BrokenPipeError:
        # Somebody read the first lines and left (`legalbot ask … | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main())
