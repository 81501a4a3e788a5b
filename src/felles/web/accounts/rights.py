"""Which pages need somebody to be signed in, and in which role?"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from felles.access import NotAllowed, Role, Viewer
from felles.web.accounts.middleware import viewer_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Viewer, P], HttpResponse]
Guarded = Callable[Concatenate[HttpRequest, P], HttpResponse]


def signed_in_as(
    allowed: Callable[[Role], bool],
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """A view for viewers of these roles, who is given the viewer; others are asked to sign in, or told where to go."""

    def guard(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            viewer = viewer_of(request)
            if viewer is None:
                came_for = request.get_full_path() if request.method == "GET" else reverse("public:goals")
                return redirect(f"{reverse('accounts:sign_in')}?{urlencode({'til': came_for})}")
            if not allowed(viewer.role):
                raise NotAllowed("This page is for another role. Sign in with that role to see it.")
            return view(request, viewer, *args, **kwargs)

        return cast(Guarded[P], guarded)

    return guard
