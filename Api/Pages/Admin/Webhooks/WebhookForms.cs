using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using Tallydesk.Identity;
using Tallydesk.Pages.Forms;
using Tallydesk.Refusals;
using Tallydesk.Webhooks;

namespace Tallydesk.Pages.Admin.Webhooks;

/// <summary>The pages on which admins look after webhooks.</summary>
internal static class WebhookForms
{
    private const string Path = "/webhooks";

    /// <summary>Adds the pages and what their forms are sent to.</summary>
    public static void MapWebhookPages(this IEndpointRouteBuilder admin)
    {
        var webhooks = admin.MapGroup(Path);
        webhooks.MapGet("", () => new RazorComponentResult<WebhooksPage>());
        webhooks.MapPost("", MakeAsync).NeedsFreshProof(Path);
        webhooks.MapGet(
            "/{id}",
            (string id, string? before) =>
                new RazorComponentResult<WebhookPage>(
                    new { Id = id, Before = long.TryParse(before, out var place) ? place : long.MaxValue }
                )
        );
        webhooks.MapPost("/{id}/{act}", ActAsync);
        webhooks
            .MapPost(
                "/{id}/change",
                (string id, IFormCollection fields, HttpContext http, WebhookService service) =>
                    ActAsync(id, "change", fields, http, service)
            )
            .NeedsFreshProof(Path);
        webhooks.MapPost("/{id}/deliveries/{delivery:long}", RepeatAsync);
    }

    private static async Task<IResult> MakeAsync(IFormCollection fields, HttpContext http, WebhookService service)
    {
        var form = new PageForm(http, fields);
        return await FormAnswer.OfAsync(
            form,
            () =>
                service.MakeAsync(
                    form.Command(),
                    Giver.Of(http.User),
                    new(form.Text("name"), form.Text("url"), fields["events"])
                ),
            made => new RazorComponentResult<WebhookPage>(new { made.Id, made.Secret }),
            refused => new RazorComponentResult<WebhooksPage>(
                new
                {
                    Wrong = refused.Detail,
                    Name = form.Text("name"),
                    Url = form.Text("url"),
                    Chosen = ChosenOf(fields["events"]),
                }
            )
            {
                StatusCode = StatusCodes.Status422UnprocessableEntity,
            }
        );
    }

    private static async Task<IResult> ActAsync(
        string id,
        string act,
        IFormCollection fields,
        HttpContext http,
        WebhookService service
    )
    {
        var form = new PageForm(http, fields);
        var here = $"{Path}/{Uri.EscapeDataString(id)}";
        var giver = Giver.Of(http.User);
        var changes = new WebhookChanges(null, null, null, null);
        Func<Task<Answer<WebhookBody>>>? does = act switch
        {
            "change" => () =>
                service.ChangeAsync(
                    form.Command(),
                    giver,
                    id,
                    new(form.Words("name"), form.Words("url"), fields["events"], null)
                ),
            "pausing" => () => service.ChangeAsync(form.Command(), giver, id, changes with { Paused = true }),
            "resuming" => () => service.ChangeAsync(form.Command(), giver, id, changes with { Paused = false }),
            "secret" => () => service.RenewSecretAsync(form.Command(), id),
            "trial" => () => service.TryAsync(form.Command(), id),
            "removal" => () => service.RemoveAsync(form.Command(), id),
            _ => null,
        };
        return does is null
            ? TypedResults.NotFound()
            : await FormAnswer.OfAsync(
                form,
                does,
                done =>
                    done.Secret is null
                        ? TypedResults.LocalRedirect(act == "removal" ? Path : here)
                        : new RazorComponentResult<WebhookPage>(new { Id = id, done.Secret }),
                refused => new RazorComponentResult<WebhookPage>(
                    new
                    {
                        Id = id,
                        Wrong = refused.Why(),
                        Name = form.Text("name"),
                        Url = form.Text("url"),
                        Chosen = ChosenOf(fields["events"]),
                    }
                )
                {
                    StatusCode = refused.Why() is null ? null : StatusCodes.Status422UnprocessableEntity,
                }
            );
    }

    private static async Task<IResult> RepeatAsync(
        string id,
        long delivery,
        IFormCollection fields,
        HttpContext http,
        WebhookService service
    )
    {
        var repeated = await service.RepeatAsync(new PageForm(http, fields).Command(), id, delivery);
        return repeated.Ok ? TypedResults.LocalRedirect($"{Path}/{Uri.EscapeDataString(id)}") : TypedResults.NotFound();
    }

    private static string?[] ChosenOf(StringValues events) => [.. events];
}
