/** Links of pictures in tables, such as those of krea-ai/open-prompts. */
@NullMarked
package io.dreamcacher.datasets.link;

import org.jspecify.annotations.NullMarked;
