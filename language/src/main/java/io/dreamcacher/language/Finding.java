package io.dreamcacher.language;

import io.dreamcacher.reuse.PromptComparer.Effect;
import io.dreamcacher.reuse.PromptComparer.Feature;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What becomes of a dependency of an asked prompt in a stored one. */
enum Finding {
    /** The stored prompt has it. */
    KEPT(Effect.FOR),
    /** One of its words is not there. */
    WORDLESS(Effect.EITHER),
    /** The same with another preposition. */
    ELSEWHERE(Effect.EITHER),
    /** The two words have exchanged their parts. */
    REVERSED(Effect.AGAINST),
    /** What depends is said of something else that was asked for too. */
    OTHER_HEAD(Effect.AGAINST),
    /** Something else that was asked for too has its part. */
    OTHER_DEPENDENT(Effect.AGAINST);

    private static final List<Feature> FEATURES = Arrays.stream(Group.values())
            .flatMap(group -> Stream.of(values()).map(finding -> new Feature(finding.in(group), finding.effect)))
            .toList();

    private final Effect effect;
    private final String ofBindings;
    private final String ofRoles;
    private final String ofPlaces;

    Finding(Effect effect) {
        this.effect = effect;
        String title = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.ofBindings = "binding-" + title;
        this.ofRoles = "role-" + title;
        this.ofPlaces = "place-" + title;
    }

    /** Dependencies that are counted together. */
    enum Group {
        /** Qualities, numbers and parts. */
        BINDING,
        /** Who does what to whom. */
        ROLE,
        /** Where things are, and what goes with them. */
        PLACE;

        static Group of(Dependency.Kind kind) {
            return switch (kind) {
                case BINDING -> BINDING;
                case AGENT, PATIENT, ACTS_ON -> ROLE;
                case PLACE -> PLACE;
            };
        }
    }

    /** Name of the number of dependencies of a group with this finding. */
    String in(Group group) {
        return switch (group) {
            case BINDING -> ofBindings;
            case ROLE -> ofRoles;
            case PLACE -> ofPlaces;
        };
    }

    static List<Feature> features() {
        return FEATURES;
    }
}
