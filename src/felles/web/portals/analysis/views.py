"""Find a course by its pseudonym or by a registry's identifier, and see it without knowing whose it is."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from felles.access import Role, Viewer
from felles.web.accounts.rights import signed_in_as
from felles.web.components.names import names_in
from felles.web.components.person_page import person_page
from felles.web.components.pseudonyms import short_pseudonym
from felles.web.content import content
from felles.web.given import door, now
from felles.web.middleware import language_of
from felles.web.sealed_words import seal, unseal

LONGEST_SEARCH = 100
_SEARCH = "s"


def sees_pseudonyms(role: Role) -> bool:
    return role.sees_pseudonyms


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_as(sees_pseudonyms)
def search(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """An identifier of a registry may be a national number, so it stands sealed in the address."""
    if request.method == "POST":
        words = str(request.POST.get("words", "")).strip()[:LONGEST_SEARCH]
        if words:
            return redirect(f"{reverse('analysis:search')}?{urlencode({_SEARCH: seal(words)})}")
        return render(request, "analysis/search.html", {"missing": True}, status=400)
    words = unseal(request.GET.get(_SEARCH, ""))
    found = door().search(viewer, _as_identifier(words), at=now()) if words else []
    return render(
        request,
        "analysis/search.html",
        {"words": words, "found": [(short_pseudonym(one.person), one) for one in found]},
    )


@require_safe
@signed_in_as(sees_pseudonyms)
def course(request: HttpRequest, viewer: Viewer, person: UUID) -> HttpResponse:
    view = door().open_person(viewer, person, at=now())
    language = language_of(request)
    names = names_in(content(), language)
    newest_first = request.GET.get("rekkefolge") != "eldst"
    page = person_page(view.events, names, language, at=now(), newest_first=newest_first)
    return render(request, "analysis/course.html", {"person": view, "pseudonym": short_pseudonym(person), **page})


def _as_identifier(words: str) -> str:
    """`registry 17` is written `registry:17` by access."""
    source, space, identifier = words.partition(" ")
    return f"{source}:{identifier.strip()}" if space else words
