"""Last days computed by hand from the articles and the State Council's calendars of 2024, 2025 and 2026.

Each row: rule, event, last day, and how one gets there on paper. A trailing "open" marks a day that may still move.
"""

CASES = """
injury-worker 2024-03-05 2025-03-05 一年后的同一日，星期三
injury-worker 2024-02-29 2025-02-28 2025年2月没有29日，月末为最后一日
injury-worker 2025-02-28 2026-02-28 星期六，但春节调休上班，不顺延
injury-worker 2025-03-01 2026-03-02 3月1日是星期日，顺延到星期一
injury-worker 2025-10-01 2026-10-08 国庆放到10月7日
injury-worker 2025-02-17 2026-02-24 春节放到2月23日
injury-worker 2025-01-03 2026-01-04 1月3日放假，1月4日星期日调休上班
injury-worker 2025-05-05 2026-05-06 劳动节放到5月5日
injury-worker 2025-05-09 2026-05-09 星期六调休上班
injury-worker 2026-03-05 2027-03-05 星期五；2027年未公布 open
injury-worker 2026-03-06 2027-03-08 3月6日星期六；2027年未公布 open
injury-worker 2023-09-15 2024-09-18 中秋放到9月17日
injury-worker 2023-09-14 2024-09-14 星期六调休上班
labour-arbitration 2025-09-20 2026-09-20 星期日调休上班
labour-arbitration 2024-12-31 2025-12-31 跨年，星期三
labour-arbitration 2025-01-01 2026-01-04 元旦放1至3日，4日星期日调休上班
wage-arbitration 2024-06-01 2025-06-03 端午放到6月2日
owners-decision 2024-04-27 2025-04-27 星期日调休上班
owners-decision 2024-10-08 2025-10-09 2025年国庆中秋放到10月8日
revoke-fraud 2025-08-01 2026-08-03 8月1日星期六
revoke-duress 2025-11-21 2026-11-23 11月21日星期六
general-limitation 2023-05-10 2026-05-11 5月10日星期日
general-limitation 2021-05-09 2024-05-09 星期四
property-fee 2023-06-30 2026-06-30 三年后的同一日，星期二
property-fee 2022-12-31 2025-12-31 年末，星期三
enforcement 2024-02-29 2026-02-28 没有29日，月末；星期六调休上班
enforcement 2024-06-19 2026-06-22 端午19至21日
house-rescission 2025-09-26 2026-09-28 中秋放到27日
injury-after-leaving 2025-07-15 2026-07-15 星期三
administrative-lawsuit 2025-08-31 2026-02-28 2月没有31日，月末；调休上班
administrative-lawsuit 2025-08-30 2026-02-28 2月没有30日，月末；调休上班
administrative-lawsuit 2026-03-31 2026-09-30 9月没有31日，月末，星期三
administrative-lawsuit 2026-04-01 2026-10-08 对应日在国庆假里
administrative-lawsuit 2026-01-15 2026-07-15 六个月后的同一日
retrial 2025-11-14 2026-05-14 六个月后的同一日，星期四
retrial 2025-12-31 2026-06-30 6月没有31日
house-rescission-notified 2025-11-30 2026-02-28 2月没有30日；调休上班
house-rescission-notified 2026-01-31 2026-04-30 4月没有31日，星期四
house-rescission-notified 2026-07-01 2026-10-08 对应日在国庆假里
injury-employer 2026-03-05 2026-04-07 到3月31日26天，4月4日满30天；清明放到6日
injury-employer 2026-06-01 2026-07-01 到6月30日29天，星期三
injury-employer 2026-01-29 2026-02-28 到1月31日2天，2月28日满30天；调休上班
injury-employer 2024-01-31 2024-03-01 闰年2月29天，3月1日满30天，星期五
injury-employer 2025-12-05 2026-01-04 到12月31日26天，1月4日满；星期日调休上班
injury-employer 2025-12-02 2026-01-04 1月1日满30天；元旦放到3日，4日上班
reconsideration 2026-01-01 2026-03-02 1月30天，2月28天，3月2日满60天，星期一
reconsideration 2026-02-01 2026-04-02 2月27天，3月31天，4月2日满60天，星期四
reconsideration 2026-02-03 2026-04-07 4月4日满60天；清明放到6日
reconsideration 2026-08-02 2026-10-08 8月29天，9月30天，10月1日满；国庆
reconsideration 2026-08-12 2026-10-12 10月11日星期日（10日调休上班，11日仍休）
reconsideration 2026-08-11 2026-10-10 星期六调休上班
reconsideration 2024-01-01 2024-03-01 1月30天，闰年2月29天，3月1日满60天
suit-after-reconsideration 2026-11-10 2026-11-25 十五日，星期三
suit-after-silence 2026-11-07 2026-11-23 11月22日星期日
appeal-judgment 2026-11-18 2026-12-03 11月12天，12月3日满15天
appeal-judgment 2026-02-02 2026-02-24 2月17日满；春节放到23日
appeal-judgment 2026-04-16 2026-05-06 5月1日满；放到5日
appeal-judgment 2026-01-30 2026-02-14 星期六调休上班
appeal-ruling 2026-09-15 2026-09-28 25日中秋放到27日
appeal-ruling 2026-09-10 2026-09-20 星期日调休上班
payment-order 2026-06-05 2026-06-22 20日在端午假里
defence 2025-09-23 2025-10-09 9月7天，10月8日满15天；放到8日
award-lawsuit 2026-12-20 2027-01-04 12月11天，1月4日满，星期一 open
award-lawsuit 2026-12-17 2027-01-04 1月1日元旦，2、3日周末 open
award-annulment 2026-11-01 2026-12-01 11月29天，12月1日满30天
suit-after-preservation 2026-09-01 2026-10-08 10月1日满30天；国庆
preservation-review 2026-05-04 2026-05-09 五日（自然日），星期六调休上班
execution-objection 2026-10-28 2026-11-09 11月7日星期六
third-party-suit 2026-10-23 2026-11-09 11月7日星期六
judicial-confirmation 2025-01-02 2025-02-05 2月1日满30天；春节放到4日
revoke-mistake 2026-01-01 2026-04-01 1月30天，2月28天，3月31天，4月1日满90天
title-registration 2026-07-03 2026-10-08 7月28，8月31，9月30，10月1日满90天；国庆
committee-filing 2026-04-25 2026-05-25 4月5天，5月25日满30天，星期一
reappraisal 2026-07-10 2026-07-27 7月25日星期六
petition-recheck 2026-03-06 2026-04-07 4月5日满30天；清明放到6日
petition-review 2026-10-20 2026-11-19 10月11天，11月19日满30天，星期四
arbitration-decision 2026-08-17 2026-10-08 8月14，9月30，10月1日满45天；国庆
injury-decision 2026-11-02 2027-01-04 11月28，12月31，1月1日满60天；元旦和周末 open
accident-investigation 2026-05-06 2026-07-06 5月25，6月30，7月5日满60天，星期日
legal-aid-decision 2026-11-16 2026-11-23 七日（自然日），星期一
penalty-hearing 2026-09-28 2026-10-10 29、30、10月8、9、10日（调休上班）
penalty-hearing 2026-11-20 2026-11-27 23至27日，周末不数
penalty-hearing 2026-02-12 2026-02-26 13、14（调休）、24、25、26日
penalty-hearing 2026-04-29 2026-05-09 30日、5月6、7、8、9日（调休）
penalty-hearing 2025-12-30 2026-01-07 31日、1月4（调休）、5、6、7日
assembly-notice 2026-12-20 2026-12-05 倒数15日，星期六也不往后延
dismissal-notice 2026-12-31 2026-11-01 倒数60日：12月31日、11月29日
nonrenewal-notice 2027-03-31 2026-12-31 倒数90日：3月31、2月28、1月31
open-contract-notice 2026-03-01 2025-12-31 倒数60日：2月28、1月31、12月1
safety-licence 2026-12-31 2026-09-30 9月没有31日，月末
safety-licence 2027-05-31 2027-02-28 2月没有31日，月末
review-appraisal 2025-11-22 2026-11-23 满一年的第二天起
review-appraisal 2024-02-29 2025-03-01 一年到2月28日，第二天起
paid-leave 2025-10-03 2026-10-03 持续的时间，国庆也不顺延
warranty-waterproof 2021-10-01 2026-10-01 保修期，国庆也不顺延
warranty-pipes 2024-02-29 2026-02-28 没有29日，月末
accident-report 2026-10-01 2026-10-01 一小时内，节假日也不停
"""
