using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Tallydesk.Attachments;
using Tallydesk.Pages.Forms;
using Tallydesk.Requests;
using Tallydesk.Tickets;

namespace Tallydesk.Pages.Tickets;

/// <summary>The files of a message that a page sent.</summary>
internal static class FormFiles
{
    /// <summary>Lets a form be as large as its files may be together.</summary>
    public static RouteHandlerBuilder TakesFiles(this RouteHandlerBuilder form, IEndpointRouteBuilder routes)
    {
        var limits = routes.ServiceProvider.GetRequiredService<IOptions<AttachmentOptions>>().Value;
        return form.WithMetadata(
                new RequestSizeLimitAttribute(limits.LargestForm),
                new FilesOfForm(limits.MostOfMessage, limits.LargestFile)
            )
            .WithFormOptions(multipartBodyLengthLimit: limits.LargestForm);
    }

    /// <summary>The files that came with a form.</summary>
    public static IReadOnlyList<SentFile> Of(PageForm form) =>
        [
            .. form.Files.Select(
                (file, at) => new SentFile(form.Command($"file {at}"), file.FileName, file.OpenReadStream)
            ),
        ];
}
