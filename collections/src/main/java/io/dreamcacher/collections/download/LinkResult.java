package io.dreamcacher.collections.download;

import io.dreamcacher.media.ImageFile;
import io.dreamcacher.request.ImageSize;

/** What became of a link. */
sealed interface LinkResult {
    /** img2dataset's word for it. */
    String status();

    /**
     * There is a picture.
     *
     * @param file to be stored
     * @param size of it
     * @param original size of what came, upright
     * @param receivedBytes how much came
     */
    record Success(ImageFile file, ImageSize size, ImageSize original, int receivedBytes)
            implements
                LinkResult {

        static final String STATUS = "success";

        @Override
        public String status() {
            return STATUS;
        }
    }

    /**
     * There is none.
     *
     * @param status {@link #DOWNLOAD} or {@link #RESIZE}
     * @param message why
     */
    record Failure(String status, String message) implements LinkResult {
        static final String DOWNLOAD = "failed_to_download";
        static final String RESIZE = "failed_to_resize";
    }
}
