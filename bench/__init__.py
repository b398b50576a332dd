"""``make bench``: what a deploy costs, as ratios measured in one run on one machine, against bars that are pinned."""
