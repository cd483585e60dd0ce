package io.dreamcacher.collections.download;

import java.util.Optional;

/**
 * A link of a list.
 *
 * @param ordinal position in the list, 0 for the first; the picture is named by it
 * @param url as it stands in the list
 * @param id of the row it is from, if the list has ids
 * @param caption what the picture shows, if the list says so
 */
record Link(long ordinal, String url, Optional<String> id, Optional<String> caption) {}
