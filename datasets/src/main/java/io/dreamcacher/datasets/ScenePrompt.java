package io.dreamcacher.datasets;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A prompt with what it describes.
 *
 * @param prompt the text
 * @param scene value of every attribute of the image, said or not
 * @param split which part of the set it belongs to, such as "train" or "heldout"
 * @param group prompts of one group describe the same scene and name the same attributes
 * @param nearMissOf the prompt this one differs from in one attribute; empty for none
 * @param nearMissKind which attribute; empty for none
 * @param named attributes the text names
 */
public record ScenePrompt(String prompt, Map<String, String> scene, String split, String group, String nearMissOf,
        String nearMissKind, Set<String> named) {

    /** What a prompt says without naming it: one thing, and no other beside it. */
    private static final Map<String, String> UNSAID = Map.of("count", "1", "object2", "none");

    /** Keeps copies. */
    public ScenePrompt {
        scene = Map.copyOf(scene);
        named = Set.copyOf(named);
    }

    /** Whether it was written to miss another one. */
    public boolean isNearMiss() {
        return !nearMissOf.isEmpty();
    }

    /** Attributes the text fixes, with their values. */
    private Map<String, String> said() {
        Map<String, String> said = new HashMap<>(UNSAID);
        for (String attribute : named) {
            said.put(attribute, scene.getOrDefault(attribute, "none"));
        }
        return said;
    }

    /**
     * Whether the image of another prompt shows all that this one says: the other says the same of every attribute this one
     * fixes. It may say more.
     */
    public boolean isShownBy(ScenePrompt other) {
        return other.said().entrySet().containsAll(said().entrySet());
    }
}
