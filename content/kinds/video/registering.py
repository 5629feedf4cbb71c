"""Videos, declared: what is uploaded for them, their posters, and what moves with a merged record."""


def register() -> None:
    from content.activity.services import register_move
    from content.catalogue.kinds import register_kind
    from content.kinds.video.kind import PURPOSE, Video
    from content.kinds.video.models import VideoProgress
    from content.kinds.video.reports import used_files
    from content.kinds.video.rules import may_see_poster, may_upload
    from content.kinds.video.services import move_video_progress
    from lifow.base.media.access import register_use as register_use_of_pictures
    from lifow.base.uploads.uses import Use, register_use
    from lifow.base.uploads.videos import recognise_video

    register_kind(Video())
    register_move([VideoProgress], move_video_progress)
    register_use(Use(PURPOSE, may_upload=may_upload, used=used_files, recognise=recognise_video))
    register_use_of_pictures("posters of videos", may_see_poster)
