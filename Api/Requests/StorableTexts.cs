using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Tallydesk.Texts;

namespace Tallydesk.Requests;

/// <summary>
/// Keeps NUL characters and halves of surrogate pairs, which PostgreSQL refuses, from every endpoint. A query that holds one
/// is refused. From a form that is sent in parts they are taken out: a person can't see them and so can't find them either;
/// the server refuses them in any other form. Fields of JSON are judged where they are taken (<see cref="Given"/>).
/// </summary>
internal static class StorableTexts
{
    /// <summary>Adds it; a form must have been read before.</summary>
    public static void UseStorableTexts(this IApplicationBuilder app) =>
        app.Use(
            (http, next) =>
            {
                foreach (var (name, values) in http.Request.Query)
                {
                    foreach (var value in values)
                    {
                        Given.OptionalText(value, name);
                    }
                }

                // A form from another site is refused by its endpoint, and must not be read.
                if (
                    http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true }
                    && http.Features.Get<IFormFeature>()?.Form is { } form
                    && !form.All(field => IsStorable(field.Value))
                )
                {
                    http.Request.Form = Cleaned(form);
                }

                return next(http);
            }
        );

    private static bool IsStorable(StringValues values) => values.All(value => TextElements.IsStorable(value ?? ""));

    private static FormCollection Cleaned(IFormCollection form) =>
        new(
            form.ToDictionary(
                field => field.Key,
                field => new StringValues([.. field.Value.Select(value => TextElements.Storable(value ?? ""))]),
                StringComparer.OrdinalIgnoreCase
            ),
            form.Files
        );
}
