using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Enquiries;

/// <summary>The contact form for people without a license (Policy A7).</summary>
internal static class EnquiryRules
{
    private const int LongestBody = 10_000;
    private const int MostAnswers = 20;

    /// <summary>The refusal for a contact request that doesn't exist or that the actor can't see: the same for both.</summary>
    public static Refusal NotFound { get; } = new(RefusalCode.NotFound, "Contact request not found.");

    /// <summary>
    /// Receives a contact request (Policy A7). A sender who seems to own a license is accepted as well and marked for staff only: what
    /// the sender sees does not depend on it.
    /// </summary>
    /// <param name="enquiry">The contact request, not sent yet.</param>
    /// <param name="id">The command's id.</param>
    /// <param name="command">The question.</param>
    /// <param name="ownsLicense">Whether the license is known, or the address a customer's.</param>
    /// <param name="now">The current time.</param>
    public static Answer<Decision<EnquiryEvent>> Send(
        Enquiry enquiry,
        CommandId id,
        SendEnquiry command,
        bool ownsLicense,
        DateTimeOffset now
    )
    {
        if (enquiry.Question is not null)
        {
            return Repeats.KeyReused(id);
        }

        var malformed =
            Fields.Text("name", command.Name, 200)
            ?? EmailAddress.Refuse("email", command.Email)
            ?? Fields.Text("subject", command.Subject, 200)
            ?? Fields.Text("body", command.Body, LongestBody);
        return malformed is not null
            ? malformed
            : Decision<EnquiryEvent>.Of(
                new EnquirySent(
                    command with
                    {
                        Name = command.Name.Trim(),
                        Email = command.Email.Trim(),
                    },
                    ownsLicense,
                    now
                )
            );
    }

    /// <summary>Records an answer by staff.</summary>
    public static Answer<Decision<EnquiryEvent>> Answer(
        Enquiry enquiry,
        Actor actor,
        AnswerEnquiry command,
        DateTimeOffset now
    )
    {
        var refusal =
            RefuseUnseen(enquiry, actor)
            ?? Fields.Text("body", command.Body, LongestBody)
            ?? (
                enquiry.Status == EnquiryStatus.Closed ? NotInThisStatus("This contact request is closed.")
                : enquiry.Answers.Length >= MostAnswers
                    ? NotInThisStatus($"This contact request already has {MostAnswers} answers. Close it.")
                : null
            );
        return refusal is not null
            ? refusal
            : Decision<EnquiryEvent>.Of(new EnquiryAnswered(new(now, actor.Id, actor.Name, command.Body)));
    }

    /// <summary>Closes the contact request; closing it again changes nothing.</summary>
    public static Answer<Decision<EnquiryEvent>> Close(Enquiry enquiry, Actor actor) =>
        RefuseUnseen(enquiry, actor) is { } refusal ? refusal
        : enquiry.Status == EnquiryStatus.Closed ? Decision<EnquiryEvent>.Nothing
        : Decision<EnquiryEvent>.Of(new EnquiryClosed(actor.Id));

    /// <summary>Refuses everyone except staff as if the contact request didn't exist; null otherwise.</summary>
    public static Refusal? RefuseUnseen(Enquiry enquiry, Actor actor) =>
        enquiry.Question is null || !actor.IsStaff ? NotFound : null;

    private static Refusal NotInThisStatus(string detail) => new(RefusalCode.NotInThisStatus, detail);
}
