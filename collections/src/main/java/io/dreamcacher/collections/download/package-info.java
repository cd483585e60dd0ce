/**
 * Pictures by their links, as a folder of files in img2dataset's layout: politely, within limits, and so that a run that was
 * stopped anywhere and started again leaves the same bytes. Everything blocks and is meant for virtual threads.
 */
@NullMarked
package io.dreamcacher.collections.download;

import org.jspecify.annotations.NullMarked;
