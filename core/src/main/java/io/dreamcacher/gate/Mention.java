package io.dreamcacher.gate;

import java.util.Collections;
import java.util.Set;

/**
 * A quality said of a thing.
 *
 * @param written the words themselves, lower case
 * @param places of the scale it may mean
 * @param noun what it is said of; empty when that cannot be told
 * @param optional whether an image has it even when it is not said
 */
record Mention(String written, Set<String> places, NounPhrase noun, boolean optional) {
    boolean compatible(Mention other) {
        return !Collections.disjoint(places, other.places);
    }
}
