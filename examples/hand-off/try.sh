# Hand stories over, then take a right back and hand over again. Run it in a copy of this folder: sh try.sh
set -eu

MADE=demo/out/creatives/manifest.json
SPOT=meta.instagram_stories.image

ugc demo demo                                          # invented posts, some allowed and rendered, some not
python hand_off.py $MADE $SPOT monday                  # everything that the manifest allows there
cat monday/hand-off.csv

ugc rights revoke ig:DGlowFlat02 -w demo --by Mo --why "she asked us to stop, by e-mail"
python hand_off.py $MADE $SPOT tuesday && exit 1       # one is not handed over any more, and says why
test $? = 4
test ! -e tuesday/*DGlowFlat02*
