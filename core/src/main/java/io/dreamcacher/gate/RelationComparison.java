package io.dreamcacher.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the things of both prompts lie the same way. Left and right must be said by the stored prompt when they are
 * asked for; on other axes, and for verbs, only the same two things the other way round count.
 */
final class RelationComparison {
    private final List<Relation> wanted;
    private final List<Relation> left;

    RelationComparison(PromptReading asked, PromptReading stored) {
        this.wanted = asked.relations();
        this.left = new ArrayList<>(stored.relations());
    }

    Optional<Difference> find() {
        List<Relation> open = new ArrayList<>();
        for (Relation want : wanted) {
            List<Relation> same = left.stream().filter(have -> isAbout(want, have)).toList();
            Optional<Relation> match = same.stream().filter(have -> agrees(want, have)).findFirst();
            if (match.isPresent()) {
                left.remove(match.get());
            } else if (!same.isEmpty()) {
                return Optional.of(contradiction(want, same.getFirst()));
            } else if (want.axis().equals(RelationReader.SIDE)) {
                open.add(want);
            }
        }
        return findInOrder(open, left.stream().filter(have -> have.axis().equals(RelationReader.SIDE)).toList());
    }

    private static boolean isAbout(Relation want, Relation have) {
        if (!want.axis().equals(have.axis()) || want.isPlaceInImage() != have.isPlaceInImage()) {
            return false;
        }
        if (want.isPlaceInImage()) {
            return want.only().sameHead(have.only());
        }
        return agrees(want, have)
                || (want.first().sameHead(have.second()) && want.second().sameHead(have.first()));
    }

    private static boolean agrees(Relation want, Relation have) {
        return want.isPlaceInImage()
                ? want.reversed() == have.reversed()
                : want.first().sameHead(have.first()) && want.second().sameHead(have.second());
    }

    private static Optional<Difference> findInOrder(List<Relation> open, List<Relation> left) {
        for (int i = 0; i < open.size(); i++) {
            if (i >= left.size()) {
                return Optional.of(new Difference(Difference.Kind.RELATION,
                        "The place differs: \"%s\" is asked for, the remembered prompt does not say so."
                                .formatted(open.get(i).written())));
            }
            if (open.get(i).reversed() != left.get(i).reversed()) {
                return Optional.of(contradiction(open.get(i), left.get(i)));
            }
        }
        return Optional.empty();
    }

    private static Difference contradiction(Relation want, Relation have) {
        if (want.written().equals(have.written())) {
            return new Difference(Difference.Kind.RELATION,
                    "The places are swapped: \"%s\" is asked for the other way round than in the remembered picture."
                            .formatted(want.written()));
        }
        return new Difference(Difference.Kind.RELATION,
                "The place differs: \"%s\" is asked for, the remembered picture has \"%s\".".formatted(want.written(),
                        have.written()));
    }
}
