# One creator, two brands of one agency. Run it in a copy of this folder: sh try.sh
set -eu

POST=ig:DAgencyShlf
YES="--method dm_yes --purpose paid_social --channel instagram --channel facebook --territory US
     --from 2026-10-01 --until perpetual --edits standard --terms terms.txt --evidence yes-to-glow.txt"

ugc init glow                                  # the settings are there already; this makes the catalogs
ugc init dew
ugc import collected -w glow
ugc import collected -w dew
ugc posts -w glow -w dew                       # which brand knows which post

ugc rights grant $POST $YES -w glow            # Mara said yes to Glow ...
ugc render --format story -w glow

ugc render --format story -w dew && exit 1     # ... and Dew has no grant at all,
test $? = 4
ugc rights grant $POST $YES -w dew --licensee Glow
ugc render --format story -w dew && exit 1     # nor does Glow's paper help when it is filed with Dew
test $? = 4

ugc rights check $POST -w glow -w dew && exit 1
test $? = 4
