using Tallydesk.CannedReplies;
using Tallydesk.Chats;
using Tallydesk.Customers;
using Tallydesk.Enquiries;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Tickets;

namespace Tallydesk.Audit;

/// <summary>The folds of all grains that the journal writes.</summary>
public static class StateFolds
{
    /// <summary>A new fold for a grain.</summary>
    /// <param name="stateName">The state's name in the state table.</param>
    /// <returns>Null for a state of no such name.</returns>
    public static IStateFold? Of(string stateName) =>
        stateName switch
        {
            "account" => new AccountFold(),
            "canned-replies" => new StateFold<CannedReplyShelf, CannedReplyEvent>(
                CannedReplyShelf.Apply,
                (_, _, _) => null
            ),
            "chat" => new StateFold<Chat, ChatEvent>(
                Chat.Apply,
                (chat, key, version) => chat.StoredCard(ChatId.From(key), version)
            ),
            "customer" => new StateFold<Customer, CustomerEvent>(
                Customer.Apply,
                (customer, key, version) => customer.StoredCard(CustomerId.From(key), version)
            ),
            "enquiry" => new StateFold<Enquiry, EnquiryEvent>(
                Enquiry.Apply,
                (enquiry, key, version) => enquiry.StoredCard(EnquiryId.From(key), version)
            ),
            "license" => new StateFold<License, LicenseEvent>(
                License.Apply,
                (license, _, version) => license.StoredCard(version)
            )
            {
                WithoutUnkept = license => license with { RevocationReason = null },
            },
            "policy" => new PolicyFold(),
            // Rows use the time of the commit only if an event has no time of its own.
            "ticket" => new StateFold<Ticket, TicketEvent>(
                TicketApply.Apply,
                (ticket, key, version) => TicketProjections.StoredCardOf(ticket, TicketId.From(key), version),
                "changedAt"
            )
            {
                // The agreement that was paid for while the next one replaced it follows from the one replaced.
                WithoutUnkept = ticket => ticket with { UrgencyReason = null, ResolutionNote = null, Replaced = null },
            },
            _ => null,
        };
}
