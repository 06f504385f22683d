# Build the invented programme and ask the everyday questions. Run it in a copy of this folder: sh try.sh
set -eu

python build.py glow
cd glow
export SOURCE_DATE_EPOCH=1774440000                    # noon on 25 March 2026, the day of the answers

ugc campaigns                                          # one campaign: 60 creators, 240 deliverables
ugc campaigns match spring --accept-all --by Mo        # what was posted and nobody wrote down
ugc campaigns late spring                              # due and not posted
ugc campaigns waiting spring                           # product, and nothing posted
ugc campaigns unlicensed spring                        # posted, without the rights that are asked for
ugc campaigns due spring                               # who should hear from us today
ugc creators rank --campaign spring --limit 10         # who fits, with the value of every criterion
ugc creators benchmark                                 # engagement by tier, with n and spread
ugc campaigns report spring --sales sales.csv --html report.html --xlsx report.xlsx
ugc sheet out spring.xlsx --campaign spring            # all of it as a workbook that people edit
ugc sheet in spring.xlsx --by Mo                       # nobody wrote in it yet, so nothing is new
