package io.dreamcacher.gate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the stored prompt says of its things what the new prompt asks for, on one scale.
 *
 * <p>
 * Things with the same noun are compared with each other. Nouns may be synonyms that nobody lists, so what is left is
 * matched in the order of the prompts, but never to a thing that the other prompt speaks of elsewhere.
 */
final class QualityComparison {
    private final Scale scale;
    private final PromptReading asked;
    private final PromptReading stored;
    private final List<Mention> left;

    QualityComparison(Scale scale, PromptReading asked, PromptReading stored) {
        this.scale = scale;
        this.asked = asked;
        this.stored = stored;
        this.left = new ArrayList<>(stored.qualities().of(scale));
    }

    Optional<Difference> find() {
        List<Mention> wanted = asked.qualities().of(scale);
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        return scale.scene() ? findInScene(wanted) : findByNoun(wanted);
    }

    /** What only one of the prompts says of the whole image, where that is not what an image has anyway. */
    Optional<Difference> findOneSided() {
        List<Mention> wanted = asked.qualities().of(scale);
        if (wanted.isEmpty() == left.isEmpty()) {
            return Optional.empty();
        }
        Mention said = wanted.isEmpty() ? left.getFirst() : wanted.getFirst();
        if (said.places().contains(scale.unless())) {
            return Optional.empty();
        }
        return Optional.of(wanted.isEmpty() ? unasked(said) : absent(said));
    }

    private Optional<Difference> findInScene(List<Mention> wanted) {
        Set<String> want = meant(wanted);
        Set<String> have = meant(left);
        if (left.isEmpty()) {
            boolean needsSaying = scale.needs().contains(Scale.Needs.ASKED) && !want.contains(scale.unless());
            return needsSaying ? Optional.of(absent(wanted.getFirst())) : Optional.empty();
        }
        return want.stream().anyMatch(have::contains)
                ? Optional.empty()
                : Optional.of(contradiction(wanted.getFirst(), left.getFirst()));
    }

    /** What all the words together mean: what each allows, or, failing that, what any does. */
    private static Set<String> meant(List<Mention> mentions) {
        Set<String> common = new HashSet<>();
        Set<String> any = new HashSet<>();
        for (Mention mention : mentions) {
            if (any.isEmpty()) {
                common.addAll(mention.places());
            }
            common.retainAll(mention.places());
            any.addAll(mention.places());
        }
        return common.isEmpty() ? any : common;
    }

    private Optional<Difference> findByNoun(List<Mention> wanted) {
        List<Mention> open = new ArrayList<>();
        for (Mention want : wanted) {
            List<Mention> same = left.stream().filter(have -> have.noun().sameHead(want.noun())).toList();
            Optional<Mention> match = same.stream()
                    .filter(want::compatible)
                    .findFirst()
                    .or(() -> left.stream()
                            .filter(have -> have.noun().overlaps(want.noun()) && have.compatible(want))
                            .findFirst());
            if (match.isPresent()) {
                left.remove(match.get());
            } else if (!same.isEmpty()) {
                return Optional.of(contradiction(want, same.getFirst()));
            } else if (!want.optional()) {
                open.add(want);
            }
        }
        return scale.needs().contains(Scale.Needs.ASKED) ? findInOrder(open) : Optional.empty();
    }

    private Optional<Difference> findInOrder(List<Mention> open) {
        int next = 0;
        for (Mention want : open) {
            int found = next;
            while (found < left.size() && !mayBeTheSame(want, left.get(found))) {
                found++;
            }
            if (found == left.size() && !stored.things().contains(want.written())) {
                return Optional.of(left.isEmpty() ? absent(want) : contradiction(want, likeliest(next)));
            }
            next = found == left.size() ? next : found + 1;
        }
        return Optional.empty();
    }

    private boolean mayBeTheSame(Mention want, Mention have) {
        boolean wantElsewhere = stored.things().contains(want.noun().head())
                && !have.noun().lemmas().contains(want.noun().head());
        boolean haveElsewhere = asked.things().contains(have.noun().head())
                && !want.noun().lemmas().contains(have.noun().head());
        return want.compatible(have) && !wantElsewhere && !haveElsewhere;
    }

    private Mention likeliest(int index) {
        return left.get(Math.min(index, left.size() - 1));
    }

    private Difference absent(Mention want) {
        return new Difference(kind(), "The %s differs: \"%s\" is asked for, the remembered prompt says nothing of it."
                .formatted(scale.name(), want.written()));
    }

    private Difference unasked(Mention have) {
        return new Difference(kind(),
                "The %s differs: the remembered prompt says \"%s\", and none is asked for.".formatted(scale.name(),
                        have.written()));
    }

    private Difference contradiction(Mention want, Mention have) {
        if (want.compatible(have)) {
            return new Difference(kind(),
                    "The %s is another thing's: \"%s\" is asked for, the remembered picture is of \"%s\"."
                            .formatted(scale.name(), said(want), said(have)));
        }
        return new Difference(kind(), "The %s differs: \"%s\" is asked for, the remembered picture is of \"%s\"."
                .formatted(scale.name(), want.written(), have.written()));
    }

    private static String said(Mention mention) {
        return mention.noun().isEmpty()
                ? mention.written()
                : mention.written() + " " + String.join(" ", mention.noun().lemmas());
    }

    private Difference.Kind kind() {
        return Qualities.isColour(scale) ? Difference.Kind.COLOUR : Difference.Kind.QUALITY;
    }
}
